namespace BudgetEnforcement;

/// <summary>The portions of a limit, above 0 and at most 1, at which the two warnings begin.</summary>
internal readonly record struct BudgetThresholds(decimal Warning75, decimal Warning90)
{
    internal static BudgetThresholds Default => new(0.75m, 0.90m);
}
