namespace BudgetEnforcement;

/// <summary>A window of time of one label: what was recorded in it, and its adjustment in the books.</summary>
/// <remarks>
/// The lock of <see cref="RecordedCosts"/> guards its minutes and its end. The rest belongs to the comparison that is under way, of which there is one at a time.
/// </remarks>
/// <param name="from">The first minute.</param>
/// <param name="to">The minute after the last one.</param>
internal sealed class CostWindow(long from, long to)
{
    private readonly Dictionary<long, MoneyBalance> _minutes = [];
    private MoneyBalance _total;

    internal long From { get; } = from;

    internal long To { get; private set; } = to;

    /// <summary>What was added to budgets of this process.</summary>
    internal List<LocalAdjustment> AddedHere { get; } = [];

    /// <summary>The shared budget whose ledger has an entry for the window; null where none has.</summary>
    internal BudgetEnforcer? EntryBudget { get; set; }

    /// <summary>The amount of that entry, as far as its ledger has answered.</summary>
    internal decimal Entry { get; set; }

    /// <summary>The amounts that the entry was set to since then without an answer: it may have one of them instead.</summary>
    internal List<decimal> EntriesWithoutAnswer { get; } = [];

    /// <summary>Whether another process sets the same entry, so that this one does not any more.</summary>
    internal bool IsContested { get; set; }

    /// <summary>Whether the last comparison found the drift outside the normal range, which was logged.</summary>
    internal bool HasDrifted { get; set; }

    /// <summary>How many labels of its bill no budget here has; only counted where the window has no label.</summary>
    internal int UnknownLabels { get; set; }

    /// <summary>The outcome of the last comparison.</summary>
    internal ReconciliationOutcome LastOutcome { get; set; }

    internal MoneyBalance Adjustment
    {
        get
        {
            var sum = MoneyBalance.From(Entry);
            foreach (var added in AddedHere)
                sum += added.Amount;
            return sum;
        }
    }

    internal bool IsEmpty => _minutes.Count == 0 && EntryBudget is null && AddedHere.Count == 0;

    internal void Record(long minute, in MoneyBalance cost)
    {
        _minutes[minute] = _minutes.GetValueOrDefault(minute) + cost;
        _total += cost;
    }

    internal MoneyBalance RecordedUntil(long end)
    {
        if (end >= To)
            return _total;
        var sum = MoneyBalance.Zero;
        foreach (var (minute, cost) in _minutes)
        {
            if (minute < end)
                sum += cost;
        }

        return sum;
    }

    /// <summary>Ends the window at a minute within it. The adjustment in the books stays with this part, and is compared anew.</summary>
    /// <returns>The rest.</returns>
    internal CostWindow CutAt(long minute)
    {
        var rest = new CostWindow(minute, To);
        To = minute;
        foreach (var (late, cost) in _minutes.Where(recorded => recorded.Key >= minute).ToList())
        {
            rest.Record(late, cost);
            _minutes.Remove(late);
            _total -= cost;
        }

        return rest;
    }
}
