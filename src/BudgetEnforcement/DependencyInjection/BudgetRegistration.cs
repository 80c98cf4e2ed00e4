using Microsoft.Extensions.Options;

namespace BudgetEnforcement;

/// <summary>
/// One call of <c>AddBudgetEnforcer</c>: a budget that a container makes, and the action that configures it. The collection of services has
/// it once, as a configuration of options, in its order among all others.
/// </summary>
internal sealed class BudgetRegistration(string key, string? parentKey, Action<BudgetOptions>? configure) : IConfigureNamedOptions<BudgetOptions>
{
    /// <summary>The key of the budget and the name of its options; empty for the budget without a key.</summary>
    internal string Key { get; } = key;

    /// <summary>The key of its parent; null for none.</summary>
    internal string? ParentKey { get; } = parentKey;

    public void Configure(string? name, BudgetOptions options)
    {
        if (name == Key)
            configure?.Invoke(options);
    }

    public void Configure(BudgetOptions options) => Configure(Options.DefaultName, options);
}
