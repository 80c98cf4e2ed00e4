namespace BudgetEnforcement;

/// <summary>What was recorded under one label, by minute, with the windows in which it is compared.</summary>
/// <remarks>Not thread-safe: <see cref="RecordedCosts"/> guards it.</remarks>
internal sealed class LabelCosts
{
    private readonly Dictionary<long, Money> _minutes = [];
    private readonly List<CostWindow> _windows;
    private BudgetEnforcer? _lastBudget;

    /// <param name="label">The label; null for costs without one.</param>
    /// <param name="windows">Its windows in the order of time, without a gap; one at least.</param>
    internal LabelCosts(string? label, IEnumerable<CostWindow> windows) => (Label, _windows) = (label, [.. windows]);

    internal string? Label { get; }

    /// <summary>
    /// The budgets that all costs of the label count in, nearest first: the path of its budget, or what the paths of several have in common.
    /// </summary>
    internal IReadOnlyList<BudgetEnforcer> Path { get; private set; } = [];

    internal IReadOnlyList<CostWindow> Windows => _windows;

    internal bool IsEmpty => _minutes.Count == 0 && _windows.TrueForAll(static window => !window.HasAdjustment);

    /// <param name="budget">The budget of a cost; null where it has no label.</param>
    internal void Join(BudgetEnforcer? budget)
    {
        if (budget is null || ReferenceEquals(budget, _lastBudget))
            return;
        IReadOnlyList<BudgetEnforcer> path = BudgetTerms.PathOf(budget);
        Path = _lastBudget is null ? path : [.. Path.Where(path.Contains)];
        _lastBudget = budget;
    }

    /// <summary>Adds a cost, unless its minute is in no window that is still compared.</summary>
    internal void Add(long minute, in Money cost)
    {
        if (minute >= _windows[0].From)
            _minutes[minute] = Money.AddSaturating(_minutes.GetValueOrDefault(minute), cost);
    }

    internal void Add(CostWindow window) => _windows.Add(window);

    /// <summary>Begins a window at a minute, inside the one that it lies in.</summary>
    internal void CutAt(long minute)
    {
        var index = _windows.FindIndex(window => window.From < minute && minute < window.To);
        if (index >= 0)
            _windows.Insert(index + 1, _windows[index].CutAt(minute));
    }

    internal Money RecordedIn(long from, long to)
    {
        var sum = Money.Zero;
        foreach (var (minute, cost) in _minutes)
        {
            if (minute >= from && minute < to)
                sum = Money.AddSaturating(sum, cost);
        }

        return sum;
    }

    /// <summary>Forgets the windows that ended at a minute or before it, all but the last, and the costs before the first that is left.</summary>
    internal void Forget(long until)
    {
        var last = _windows[^1];
        if (_windows.RemoveAll(window => window.To <= until && window != last) == 0)
            return;
        var first = _windows[0].From;
        foreach (var minute in _minutes.Keys.Where(minute => minute < first).ToList())
            _minutes.Remove(minute);
    }
}
