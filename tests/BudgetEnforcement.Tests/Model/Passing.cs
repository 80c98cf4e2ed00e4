namespace BudgetEnforcement.Tests;

/// <summary>How much time passes before a step.</summary>
internal enum Passing
{
    Nothing,
    Hours,
    UntilJustBeforeTheNextPeriod,
    UntilTheNextPeriod,
    Weeks,
}
