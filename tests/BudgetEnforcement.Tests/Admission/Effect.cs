namespace BudgetEnforcement.Tests.Admission;

/// <summary>What a door leaves behind of an amount that it admitted.</summary>
public enum Effect
{
    None,
    Spends,
    Holds,
}
