namespace BudgetEnforcement;

/// <summary>The portions of a limit, above 0 and at most 1, at which the two warnings begin.</summary>
internal sealed record BudgetThresholds(decimal Warning75, decimal Warning90)
{
    internal static BudgetThresholds Default { get; } = new(0.75m, 0.90m);

    /// <summary>Most budgets have the default, so they share it.</summary>
    internal static BudgetThresholds For(BudgetOptions options)
    {
        var thresholds = new BudgetThresholds(options.Warning75Threshold, options.Warning90Threshold);
        return thresholds == Default ? Default : thresholds;
    }
}
