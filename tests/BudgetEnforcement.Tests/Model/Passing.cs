namespace BudgetEnforcement.Tests;

/// <summary>How much time passes before a step, or how wrong the calendar is from then on.</summary>
internal enum Passing
{
    Nothing,
    Hours,
    UntilJustBeforeTheNextPeriod,
    UntilTheNextPeriod,
    Weeks,
    SetToYearsAhead,
    SetToWeeksBack,
    SetRight,
}
