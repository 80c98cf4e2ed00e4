namespace BudgetEnforcement;

/// <content>The metrics of a budget.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>The given name; null where it has none.</summary>
    internal string? GivenName => _givenName;

    /// <summary>
    /// The name of the nearest named budget above; of several equally near, that on the side of the first parent; null where there is none.
    /// </summary>
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

    /// <summary>Its entry in the metrics; null where it was given no name.</summary>
    internal PublishedBudget? Published { get; set; }

    /// <summary>Starts to publish metrics, if the budget was given a name and is not closed.</summary>
    internal void Publish()
    {
        if (_givenName is null)
            return;
        BudgetMetrics.Publish(this);

        // Another thread may have closed the budget before it was published.
        bool isClosed;
        using (_tree.Gate.EnterScope())
            isClosed = _state.IsClosed;
        if (isClosed)
            BudgetMetrics.Withdraw(this);
    }

    /// <summary>The numbers for the metrics, of one instant.</summary>
    internal BudgetMetricsReading ReadMetrics()
    {
        BudgetMetricsReading reading;
        using (LockTree(inBackground: true))
        {
            reading = new BudgetMetricsReading
            {
                Limit = _state.Limit,
                Spent = _state.Slice is { } slice ? slice.OwnSpentAt(_state.Spent) : _state.Spent,
                Reserved = _state.Reserved,
                Overage = _state.Overage,
                Recorded = _state.Recorded,
                OpenReservations = _state.OpenReservations,
                Waiters = WaitersNeedsLock,
            };
        }

        return reading;
    }

    /// <summary>Every cost that was recorded. It reads no clock, because foreign code must not run on the finalizer thread.</summary>
    internal Money ReadRecorded()
    {
        using (_tree.Gate.EnterScope())
            return _state.Recorded;
    }

    // A search by distance, which visits a budget once however many ways lead to it.
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
