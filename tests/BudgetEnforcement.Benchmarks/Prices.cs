namespace BudgetEnforcement.Benchmarks;

/// <summary>Which amounts are spent.</summary>
public enum Prices
{
    /// <summary>What calls of language models cost: up to ten decimals, and no two alike.</summary>
    OfCalls,

    /// <summary>One cent, again and again: what <see cref="decimal"/> adds fastest.</summary>
    OneCent,
}
