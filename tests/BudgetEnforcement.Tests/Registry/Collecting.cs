using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests.Registry;

/// <summary>Drops budgets and has the collector look for them.</summary>
internal static class Collecting
{
    /// <summary>Gets budgets of keys, does something with each, and holds none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static List<WeakReference> Use<TKey>(BudgetRegistry<TKey> registry, IEnumerable<TKey> keys, Action<BudgetEnforcer>? use = null)
        where TKey : notnull
    {
        var references = new List<WeakReference>();
        foreach (var key in keys)
        {
            var budget = registry.GetOrAdd(key);
            use?.Invoke(budget);
            references.Add(new WeakReference(budget));
        }

        return references;
    }

    internal static WeakReference Use<TKey>(BudgetRegistry<TKey> registry, TKey key, Action<BudgetEnforcer>? use = null)
        where TKey : notnull => Use(registry, [key], use)[0];

    /// <summary>Collects until the condition holds, because work on the thread pool takes its time.</summary>
    internal static void Until(Func<bool> isTrue, string what) => Waiting.Until(
        () =>
        {
            Living.CollectTheDead();
            return isTrue();
        },
        $"It did not happen: {what}.");
}
