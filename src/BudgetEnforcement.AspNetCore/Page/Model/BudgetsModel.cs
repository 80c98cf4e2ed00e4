using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Reads all budgets of a container for the page, and keeps the last hour of those that the container itself has.</summary>
/// <threadsafety>Safe for use by several threads.</threadsafety>
internal sealed partial class BudgetsModel
{
    // The last hour of a budget takes about 7 KB.
    internal const int MostHistories = 1_000;

    private readonly IServiceProvider _services;
    private readonly BudgetsPageOptions _options;
    private readonly BudgetCatalog? _catalog;
    private readonly IBudgetRegistrySource[] _registries;
    private readonly BudgetLedger? _ledger;
    private readonly IOptionsMonitor<BudgetOptions>? _budgetOptions;
    private readonly Dictionary<string, SpendHistory> _histories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadRegistry> _readRegistries = new(StringComparer.Ordinal);
    private readonly object _nodesLock = new();
    private Task<IReadOnlyList<LedgerNodeInfo>>? _nodesTask;
    private DateTimeOffset _nodesAskedAt;
    private IReadOnlyList<LedgerNodeInfo>? _nodes;

    internal BudgetsModel(IServiceProvider services, BudgetsPageOptions options)
    {
        _services = services;
        _options = options;
        Clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _catalog = services.GetService<BudgetCatalog>();
        _registries = [.. services.GetServices<IBudgetRegistrySource>()];
        _ledger = services.GetService<BudgetLedger>();
        _budgetOptions = services.GetService<IOptionsMonitor<BudgetOptions>>();
    }

    internal TimeProvider Clock { get; }

    internal BudgetLedger? Ledger => _ledger;

    internal IReadOnlyList<IBudgetRegistrySource> Registries => _registries;

    private IReadOnlyList<string> Keys => _catalog?.Keys ?? [];

    /// <summary>Finds a budget; null where there is none.</summary>
    internal BudgetEnforcer? Find(BudgetRef which)
    {
        if (which.Registry is null)
            return _catalog is not null && _catalog.TryGet(which.Key, out var budget) ? budget : null;
        return _registries.FirstOrDefault(registry => registry.Template == which.Registry)?.Find(which.Key);
    }

    /// <summary>Reads one budget; null where there is none.</summary>
    internal BudgetView? Read(BudgetRef which)
    {
        if (Find(which) is not { } budget)
            return null;
        var parent = KeyOfParent(budget, Places());
        return which.Registry is null
            ? BudgetView.Read(which, budget, Now, parent, 0, MarksOf(which.Key), HistoryOf(which.Key))
            : BudgetView.Read(which, budget, Now, parent);
    }

    /// <summary>Notes what each budget has spent now, for the line of the last hour.</summary>
    internal void Sample()
    {
        var now = Now;
        foreach (var key in Keys.Take(MostHistories))
        {
            if (!_catalog!.TryGet(key, out var budget))
                continue;
            SpendHistory? history;
            lock (_histories)
            {
                if (!_histories.TryGetValue(key, out history))
                    _histories.Add(key, history = new SpendHistory());
            }

            history.Add(budget.GetStatus(), now);
        }
    }

    internal BudgetsSnapshot Read()
    {
        var now = Now;
        var places = Places();
        var budgets = new List<BudgetView>(places.Count);
        foreach (var place in InTreeOrder(places))
            budgets.Add(BudgetView.Read(new(null, place.Key), place.Budget, now, place.ParentKey, place.Depth, MarksOf(place.Key), HistoryOf(place.Key)));
        return new BudgetsSnapshot
        {
            At = now,
            Budgets = budgets,
            Registries = [.. _registries.Select(registry => RegistryAt(registry, places, now))],
            Ledger = ReadLedger(),
        };
    }

    private DateTimeOffset Now => Clock.GetUtcNow();

    private SpendHistory? HistoryOf(string key)
    {
        lock (_histories)
            return _histories.GetValueOrDefault(key);
    }

    private IReadOnlyList<decimal> MarksOf(string key)
    {
        try
        {
            if (_budgetOptions?.Get(key) is { } options)
                return [.. options.AlertAt.Append(options.Warning75Threshold).Append(options.Warning90Threshold).Distinct().Order()];
        }
#pragma warning disable CA1031 // The options of a reload may be wrong; the budget lives by those before, and the page shows the usual marks.
        catch
#pragma warning restore CA1031
        {
        }

        return [0.75m, 0.9m];
    }
}
