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
    private readonly long _restateFor;

    /// <param name="from">The first minute that is compared.</param>
    /// <param name="length">The length of a window, in minutes.</param>
    /// <param name="restateFor">How long a window is compared after its end, in minutes.</param>
    internal RecordedCosts(long from, long length, long restateFor)
    {
        (_length, _restateFor) = (length, restateFor);
        _unlabelled = new LabelCosts(label: null, [new CostWindow(from, EndOfWindow(from))]);
    }

    internal void Record(BudgetEnforcer budget, string? label, in Money cost, long minute, long now)
    {
        var sights = BudgetTerms.Look(BudgetTerms.PathOf(budget));
        lock (_gate)
        {
            _terms.Note(sights, now);
            var costs = CostsNeedsLock(label);
            if (label is not null)
                costs.Join(budget);
            costs.Add(minute, cost);
        }
    }

    /// <summary>The budgets that labels belong to, and those above them, each once.</summary>
    internal BudgetEnforcer[] Budgets()
    {
        lock (_gate)
            return BudgetsNeedsLock();
    }

    /// <summary>Takes note of the terms of budgets, and cuts the windows where one began.</summary>
    /// <param name="sights">What the budgets say.</param>
    /// <param name="starts">What ledgers say.</param>
    /// <param name="now">The present minute.</param>
    internal void NoteTerms(BudgetTerms.Sight[] sights, IReadOnlyDictionary<BudgetEnforcer, DateTimeOffset> starts, long now)
    {
        lock (_gate)
        {
            _terms.Note(sights, now);
            foreach (var (budget, start) in starts)
                _terms.NoteStart(budget, start);
        }
    }

    /// <summary>What is settled and not final: one comparison for each label and window.</summary>
    /// <param name="settled">The end of what is settled, exclusive.</param>
    internal List<CostComparison> Due(long settled)
    {
        lock (_gate)
        {
            var due = new List<CostComparison>();
            foreach (var costs in _labels.Values.Append(_unlabelled))
            {
                ExtendNeedsLock(costs, settled);
                foreach (var budget in costs.Path)
                    costs.CutAt(_terms.BeganAt(budget));
                foreach (var window in costs.Windows.Where(window => window.From < settled))
                {
                    var to = Math.Min(window.To, settled);
                    due.Add(new CostComparison(costs.Label, window, to, costs.RecordedIn(window.From, to), HoldersNeedsLock(costs, window), costs.Path));
                }
            }

            return due;
        }
    }

    /// <summary>Forgets the windows that were compared for the last time, and the labels that have nothing left.</summary>
    /// <param name="settled">The end of what was compared, exclusive.</param>
    internal void ForgetFinal(long settled)
    {
        lock (_gate)
        {
            foreach (var costs in _labels.Values.Append(_unlabelled))
                costs.Forget(settled - _restateFor);
            foreach (var (label, _) in _labels.Where(static label => label.Value.IsEmpty).ToList())
                _labels.Remove(label);
            _terms.Keep(BudgetsNeedsLock().ToHashSet());
        }
    }

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

    private BudgetEnforcer[] HoldersNeedsLock(LabelCosts costs, CostWindow window) =>
        [.. costs.Path.Where(budget => _terms.BeganAt(budget) <= window.From)];

    private BudgetEnforcer[] BudgetsNeedsLock() =>
        [.. _labels.Values.SelectMany(static costs => costs.Path).Distinct()];

    private long EndOfWindow(long from) => from - (from % _length) + _length;
}
