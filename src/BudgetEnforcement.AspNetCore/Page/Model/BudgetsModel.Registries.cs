namespace BudgetEnforcement.AspNetCore;

/// <content>The registries, which may have a hundred thousand budgets.</content>
internal sealed partial class BudgetsModel
{
    // A registry is looked at for a twentieth of the time at most: what took 250 ms to read is read every 5 seconds.
    private const int RestAfterReading = 20;

    private RegistryView RegistryAt(IBudgetRegistrySource registry, Dictionary<BudgetEnforcer, Place> places, DateTimeOffset now)
    {
        var start = Clock.GetTimestamp();
        ReadRegistry? read;
        lock (_readRegistries)
        {
            // If many requests open the page at the same time, one looks, and the others see what was there before. At the very first there is
            // nothing.
            read = _readRegistries.GetValueOrDefault(registry.Template);
            if (read is not null && (read.IsRead || Clock.GetElapsedTime(read.At, start) < read.Took * RestAfterReading))
                return read.View;
            if (read is not null)
                read.IsRead = true;
        }

        try
        {
            var view = Look(registry, places, now);
            var end = Clock.GetTimestamp();
            lock (_readRegistries)
                _readRegistries[registry.Template] = new ReadRegistry(view, end, Clock.GetElapsedTime(start, end));
            return view;
        }
        catch
        {
            lock (_readRegistries)
            {
                if (read is not null)
                    read.IsRead = false;
            }

            throw;
        }
    }

    private RegistryView Look(IBudgetRegistrySource registry, Dictionary<BudgetEnforcer, Place> places, DateTimeOffset now)
    {
        var (count, exceeded, nearly, waiters) = (0, 0, 0, 0);
        var fullest = new PriorityQueue<(string Key, BudgetEnforcer Budget), double>();
        foreach (var (key, budget) in registry.Budgets)
        {
            var report = budget.GetStatus();
            count++;
            exceeded += report.IsExceeded ? 1 : 0;
            nearly += report.Status == BudgetStatus.Warning90 ? 1 : 0;
            waiters += budget.Waiters;
            if (_options.ShownOfRegistry == 0)
                continue;

            // For an order a double is exact enough, and many times faster than a percentage.
            var portion = report.Spent == 0m ? 0d : report.Limit == 0m ? double.MaxValue : (double)report.Spent / (double)report.Limit;
            if (fullest.Count < _options.ShownOfRegistry)
                fullest.Enqueue((key, budget), portion);
            else if (fullest.TryPeek(out _, out var least) && portion > least)
                fullest.EnqueueDequeue((key, budget), portion);
        }

        var parent = registry.Parent is { } above && places.TryGetValue(above, out var place) ? place : null;
        var depth = parent is null ? 0 : parent.Depth + 1;
        var shown = new List<BudgetView>(fullest.Count);
        while (fullest.TryDequeue(out var next, out _))
            shown.Add(BudgetView.Read(new(registry.Template, next.Key), next.Budget, now, parent?.Key, depth + 1));
        shown.Reverse();
        return new RegistryView
        {
            Template = registry.Template,
            ParentKey = parent?.Key,
            Depth = depth,
            Count = count,
            Exceeded = exceeded,
            NearlySpent = nearly,
            Waiters = waiters,
            Shown = shown,
        };
    }

    private sealed record ReadRegistry(RegistryView View, long At, TimeSpan Took)
    {
        /// <summary>Whether a request is reading the registry anew.</summary>
        internal bool IsRead { get; set; }
    }
}
