namespace BudgetEnforcement;

/// <summary>What was recorded, by label and minute, and the windows in which it is compared with what was billed.</summary>
/// <threadsafety>Safe for use by several threads. No foreign code runs under its lock.</threadsafety>
internal sealed class RecordedCosts
{
    private readonly object _gate = new();
    private readonly Dictionary<string, LabelCosts> _labels = new(StringComparer.Ordinal);
    private readonly LabelCosts _unlabelled;
    private readonly BudgetTerms _terms = new();
    private readonly long _length;

    /// <param name="from">The first minute that is compared.</param>
    /// <param name="length">The length of a window, in minutes.</param>
    internal RecordedCosts(long from, long length)
    {
        _length = length;
        _unlabelled = new LabelCosts(label: null, [new CostWindow(from, EndOfWindow(from))]);
    }

    internal void Record(BudgetEnforcer budget, string? label, in MoneyBalance cost, long minute, DateTimeOffset now)
    {
        var sights = BudgetTerms.LookUp(budget);
        lock (_gate)
        {
            _terms.Note(sights, now);
            var costs = CostsNeedsLock(label);
            if (label is not null)
                costs.Join([.. sights.Select(static sight => sight.Budget)]);
            costs.Record(minute, cost);
        }
    }

    /// <summary>The budgets that labels belong to, and those above them, each once.</summary>
    internal BudgetEnforcer[] Budgets()
    {
        lock (_gate)
            return [.. _labels.Values.SelectMany(static costs => costs.Path).Distinct()];
    }

    /// <summary>Notes the terms of budgets.</summary>
    /// <param name="sights">What the budgets say.</param>
    /// <param name="starts">What the ledgers of shared ones say; null where they said nothing.</param>
    /// <param name="now">The present.</param>
    internal void NoteTerms(BudgetSight[] sights, IReadOnlyDictionary<BudgetEnforcer, DateTimeOffset?> starts, DateTimeOffset now)
    {
        lock (_gate)
        {
            _terms.Note(sights, now);
            foreach (var (budget, start) in starts)
                _terms.NoteStart(budget, start);
        }
    }

    /// <summary>
    /// The settled windows that are not final: one comparison for each label and window. Windows are cut where a term of their budgets began.
    /// </summary>
    /// <param name="settled">The end of the settled time, exclusive.</param>
    internal List<CostComparison> Due(long settled)
    {
        lock (_gate)
        {
            var due = new List<CostComparison>();
            foreach (var costs in _labels.Values.Append(_unlabelled))
            {
                ExtendNeedsLock(costs, settled);
                foreach (var budget in costs.Path)
                    costs.CutAt(_terms.StartOf(budget));
                foreach (var window in costs.Windows.Where(window => window.From < settled))
                    due.Add(CompareNeedsLock(costs, window, Math.Min(window.To, settled)));
            }

            return due;
        }
    }

    /// <summary>Forgets the windows that were compared for the last time, and the labels that have nothing left.</summary>
    /// <param name="until">The end of the final time, exclusive.</param>
    internal void Forget(long until)
    {
        lock (_gate)
        {
            foreach (var costs in _labels.Values.Append(_unlabelled))
                costs.Forget(until);
            foreach (var (label, _) in _labels.Where(static label => label.Value.IsEmpty).ToList())
                _labels.Remove(label);
        }
    }

    private CostComparison CompareNeedsLock(LabelCosts costs, CostWindow window, long to) => new(
        costs.Label,
        window,
        to,
        window.RecordedUntil(to),
        costs.Path,
        [.. costs.Path.Where(budget => _terms.StartOf(budget) <= window.From)],
        [.. costs.Path.Where(_terms.IsUnknown)]);

    // A label that is new is compared in all windows that are kept, because it may have been billed before.
    private LabelCosts CostsNeedsLock(string? label)
    {
        if (label is null)
            return _unlabelled;
        if (!_labels.TryGetValue(label, out var costs))
            _labels.Add(label, costs = new LabelCosts(label, _unlabelled.Windows.Select(static window => new CostWindow(window.From, window.To))));
        return costs;
    }

    private void ExtendNeedsLock(LabelCosts costs, long settled)
    {
        while (costs.Windows[^1].To is var end && end < settled)
            costs.Add(new CostWindow(end, EndOfWindow(end)));
    }

    private long EndOfWindow(long from) => from - (from % _length) + _length;
}
