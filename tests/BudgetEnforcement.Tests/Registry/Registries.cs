using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.Registry;

/// <summary>Registries in one line, and what their budgets publish.</summary>
internal static class Registries
{
    internal static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>A registry under a budget; each of its own has a limit of 1 where there are no options.</summary>
    internal static BudgetRegistry<TKey> Registry<TKey>(
        this BudgetEnforcer parent,
        Func<TKey, BudgetOptions>? options = null,
        int? capacity = null,
        TimeSpan? forgetAfter = null,
        IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull => new(
        parent,
        options ?? (static _ => new BudgetOptions { Limit = 1m }),
        new BudgetRegistryOptions { Capacity = capacity, ForgetAfter = forgetAfter },
        comparer);

    /// <summary>A registry without a parent that forgets after an hour.</summary>
    internal static BudgetRegistry<TKey> OfRoots<TKey>(
        ManualClock clock, Func<TKey, BudgetOptions> options, ILogger<BudgetEnforcer>? logger = null, int? capacity = null)
        where TKey : notnull => new(
        parent: null, options, new BudgetRegistryOptions { Capacity = capacity, ForgetAfter = Hour, TimeProvider = clock, Logger = logger });

    /// <summary>The limits that budgets of a name publish now.</summary>
    internal static double[] PublishedLimits(string name)
    {
        using var limits = new MetricCollector<double>(null, "BudgetEnforcement", "budget_enforcement.limit");
        limits.RecordObservableInstruments();
        return [.. limits.GetMeasurementSnapshot().Where(measured => name.Equals(measured.Tags["name"])).Select(measured => measured.Value)];
    }
}
