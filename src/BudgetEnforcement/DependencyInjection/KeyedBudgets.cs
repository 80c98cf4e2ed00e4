using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement;

/// <summary>
/// The keys under which a collection of services has a <see cref="BudgetEnforcer"/>, including keys that other code added.
/// <c>TryAddKeyedSingleton</c> looks at the whole collection in every call; this looks only at new services.
/// </summary>
internal sealed class KeyedBudgets
{
    // An entry lives only as long as its collection.
    private static readonly ConditionalWeakTable<IServiceCollection, KeyedBudgets> Known = [];

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private ServiceDescriptor? _lastSeen;
    private int _seen;

    internal static void TryAdd(IServiceCollection services, string key, Func<IServiceProvider, object?, BudgetEnforcer> make)
    {
        var known = Known.GetOrCreateValue(services);
        known.LookAtNew(services);
        if (known._keys.Add(key))
            services.AddKeyedSingleton(key, make);
    }

    private void LookAtNew(IServiceCollection services)
    {
        // A service was removed or moved, so start again.
        if (_seen > services.Count || (_seen > 0 && services[_seen - 1] != _lastSeen))
        {
            _seen = 0;
            _keys.Clear();
        }

        for (; _seen < services.Count; _seen++)
        {
            _lastSeen = services[_seen];
            if (_lastSeen.ServiceType == typeof(BudgetEnforcer) && _lastSeen is { IsKeyedService: true, ServiceKey: string key })
                _keys.Add(key);
        }
    }
}
