namespace BudgetEnforcement.Tests;

/// <summary>Which amount a step takes: the given one, or one that is exact to the unit for the state in which the step is done.</summary>
internal enum Boundary
{
    Given,
    Available,
    MoreThanAvailable,
    ToFirstThreshold,
    BelowFirstThreshold,
    ToSecondThreshold,
    BelowSecondThreshold,
    ToLimit,
    AboveLimit,
    Spent,
    MoreThanSpent,
    SpentAndReserved,
    Limit,
    MoreThanLimit,
    Held,
}
