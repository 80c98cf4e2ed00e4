namespace BudgetEnforcement;

/// <content>What the meter reads.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>The name that it was given; null where it has none.</summary>
    internal string? GivenName => _givenName;

    /// <summary>The name of the nearest budget above that was given one, of several equally near the first parent's side; null where there is none.</summary>
    internal string? NearestNamedParent
    {
        get
        {
            var budget = this;
            while (budget.Parents is [var only])
            {
                if (only._givenName is not null)
                    return only._givenName;
                budget = only;
            }

            return budget.Parents.Count == 0 ? null : NearestNamedOf(budget.Parents);
        }
    }

    /// <summary>Its place in the meter; null where it was given no name.</summary>
    internal PublishedBudget? Published { get; set; }

    /// <summary>The numbers for the meter, of one instant.</summary>
    internal BudgetMetricsReading ReadMetrics()
    {
        BudgetMetricsReading reading;
        using (LockTree(inBackground: true))
        {
            reading = new BudgetMetricsReading
            {
                Limit = _state.Limit,
                Spent = _state.Spent,
                Reserved = _state.Reserved,
                Overage = _state.Overage,
                Recorded = _state.Recorded,
                OpenReservations = _state.OpenReservations,
                Waiters = WaitersNeedsLock,
            };
        }

        return reading;
    }

    /// <summary>What was recorded in total, without a look at the clock: for the finalizer thread, which foreign code must not hold up.</summary>
    internal Money ReadRecorded()
    {
        lock (_tree.Gate)
            return _state.Recorded;
    }

    // By distance, so that a budget is looked at once however many ways lead to it.
    private static string? NearestNamedOf(IEnumerable<BudgetEnforcer> parents)
    {
        var next = new Queue<BudgetEnforcer>(parents);
        var seen = new HashSet<BudgetEnforcer>(next);
        while (next.TryDequeue(out var budget))
        {
            if (budget._givenName is not null)
                return budget._givenName;
            foreach (var parent in budget.Parents)
            {
                if (seen.Add(parent))
                    next.Enqueue(parent);
            }
        }

        return null;
    }
}
