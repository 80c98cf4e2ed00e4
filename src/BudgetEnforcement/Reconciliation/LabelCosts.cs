namespace BudgetEnforcement;

/// <summary>What was recorded under one label, with the windows in which it is compared.</summary>
/// <remarks>Not thread-safe: <see cref="RecordedCosts"/> guards it.</remarks>
internal sealed class LabelCosts
{
    private readonly List<CostWindow> _windows;
    private readonly List<(long Minute, MoneyBalance Cost)> _later = [];
    private BudgetEnforcer? _lastBudget;

    /// <param name="label">The label; null for costs without one.</param>
    /// <param name="windows">Its windows in the order of time, without a gap; one at least.</param>
    internal LabelCosts(string? label, IEnumerable<CostWindow> windows) => (Label, _windows) = (label, [.. windows]);

    internal string? Label { get; }

    /// <summary>
    /// The budgets that all costs of the label count in, each after all that are below it: the path of its budget, or the part that the paths of
    /// several budgets have in common.
    /// </summary>
    internal IReadOnlyList<BudgetEnforcer> Path { get; private set; } = [];

    internal IReadOnlyList<CostWindow> Windows => _windows;

    internal bool IsEmpty => _later.Count == 0 && _windows.TrueForAll(static window => window.IsEmpty);

    /// <summary>Notes the budget of a cost.</summary>
    /// <param name="path">The budget and everything above it.</param>
    internal void Join(IReadOnlyList<BudgetEnforcer> path)
    {
        if (ReferenceEquals(path[0], _lastBudget))
            return;
        Path = _lastBudget is null ? path : [.. Path.Where(path.ToHashSet().Contains)];
        _lastBudget = path[0];
    }

    /// <summary>Adds a cost, unless its minute is in no window that is still compared.</summary>
    internal void Record(long minute, in MoneyBalance cost)
    {
        if (minute >= _windows[^1].To)
            _later.Add((minute, cost));
        else if (_windows.FindLast(window => window.From <= minute) is { } window)
            window.Record(minute, cost);
    }

    internal void Add(CostWindow window)
    {
        _windows.Add(window);
        foreach (var (minute, cost) in _later.Where(later => later.Minute < window.To))
            window.Record(minute, cost);
        _later.RemoveAll(later => later.Minute < window.To);
    }

    /// <summary>Begins a window at a minute, inside the one that it lies in.</summary>
    internal void CutAt(long minute)
    {
        var index = _windows.FindIndex(window => window.From < minute && minute < window.To);
        if (index >= 0)
            _windows.Insert(index + 1, _windows[index].CutAt(minute));
    }

    /// <summary>Forgets the windows that ended at a minute or before it, except the last one and those that wait for a ledger.</summary>
    internal void Forget(long until)
    {
        var last = _windows[^1];
        _windows.RemoveAll(window => window.To <= until && window != last && window.LastOutcome != ReconciliationOutcome.Unavailable);
    }
}
