using Microsoft.Extensions.Options;

namespace BudgetEnforcement;

/// <summary>Reads the options of a budget of a container as they are configured now.</summary>
internal static class ConfiguredOptions
{
    /// <summary>Reads the options. Binders and the actions of users are foreign code, and their exceptions come through.</summary>
    /// <param name="monitor">The monitor of the options.</param>
    /// <param name="key">The key of the budget.</param>
    /// <returns>A copy, with the key as its name where it has none; not validated.</returns>
    internal static BudgetOptions Of(IOptionsMonitor<BudgetOptions> monitor, string key) => Of(monitor.Get(key), key);

    internal static BudgetOptions Of(BudgetOptions configured, string key)
    {
        var options = configured.Copy();
        if (key.Length > 0)
            options.Name ??= key;
        return options;
    }
}
