using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace BudgetEnforcement.AspNetCore;

/// <summary>
/// Finds how the key of a budget is written. Keys of configuration have no case and those of budgets have one, so a variable
/// <c>BUDGETS__TEAM__LIMIT</c> above <c>"team"</c> of a file must not make it another budget.
/// </summary>
/// <threadsafety>Safe for use by several threads.</threadsafety>
internal sealed class KeyCase
{
    private readonly Dictionary<string, string> _written = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="section">The section of the budgets.</param>
    /// <param name="configuration">
    /// The configuration that has it, where it is known: the first of its sources that has a key counts. The environment, which hosts read before
    /// files that an application adds, counts only where no other source has the key.
    /// </param>
    internal KeyCase(IConfigurationSection section, IConfiguration? configuration)
    {
        var providers = (configuration as IConfigurationRoot)?.Providers ?? [];
        foreach (var provider in providers.OrderBy(provider => provider is EnvironmentVariablesConfigurationProvider))
        {
            foreach (var key in provider.GetChildKeys([], section.Path))
                _written.TryAdd(key, key);
        }
    }

    /// <summary>The key as it counts. It is the same for the life of the container.</summary>
    internal string Of(string key)
    {
        lock (_written)
        {
            _written.TryAdd(key, key);
            return _written[key];
        }
    }
}
