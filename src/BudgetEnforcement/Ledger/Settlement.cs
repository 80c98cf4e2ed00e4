namespace BudgetEnforcement;

/// <summary>What counts as the spend of a lost node beyond its last report, where the truth is not known.</summary>
public enum Settlement
{
    /// <summary>All that it held counts as spent: never too little, and perhaps too much.</summary>
    Charge = 0,

    /// <summary>Nothing of what it held counts as spent: never too much, and perhaps too little.</summary>
    Release = 1,
}
