namespace BudgetEnforcement;

/// <summary>A crossing, or the end of a period, that is to be told.</summary>
/// <param name="Budget">The budget that it happened to.</param>
/// <param name="Crossed">The status that was reached; null where a period ended.</param>
/// <param name="Report">The budget at that instant; at the end of a period, as it was just before.</param>
internal readonly record struct Announcement(BudgetEnforcer Budget, BudgetStatus? Crossed, BudgetReport Report);
