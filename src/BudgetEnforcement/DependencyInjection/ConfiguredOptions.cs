using Microsoft.Extensions.Options;

namespace BudgetEnforcement;

/// <summary>The options of a budget of a container as they are configured now.</summary>
internal static class ConfiguredOptions
{
    /// <summary>Runs foreign code, binders and what users configure with, and throws what it throws.</summary>
    /// <param name="monitor">Where they are configured.</param>
    /// <param name="key">The key of the budget.</param>
    /// <returns>A copy, with the key for a name where there is none; not yet validated.</returns>
    internal static BudgetOptions Of(IOptionsMonitor<BudgetOptions> monitor, string key) => Of(monitor.Get(key), key);

    internal static BudgetOptions Of(BudgetOptions configured, string key)
    {
        var options = configured.Copy();
        if (key.Length > 0)
            options.Name ??= key;
        return options;
    }
}
