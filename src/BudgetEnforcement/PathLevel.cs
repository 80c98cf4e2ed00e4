namespace BudgetEnforcement;

/// <summary>A budget of a path.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Calendar">When its periods end; null where it has none.</param>
internal readonly record struct PathLevel(BudgetEnforcer Budget, PeriodCalendar? Calendar);
