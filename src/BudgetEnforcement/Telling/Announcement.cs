namespace BudgetEnforcement;

/// <summary>A crossing that is to be told.</summary>
/// <param name="Budget">The budget whose spend passed the threshold.</param>
/// <param name="Status">The status that was reached.</param>
/// <param name="Report">The budget at that instant.</param>
internal readonly record struct Announcement(BudgetEnforcer Budget, BudgetStatus Status, BudgetReport Report);
