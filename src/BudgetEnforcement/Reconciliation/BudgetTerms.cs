namespace BudgetEnforcement;

/// <summary>When the present terms of budgets began, as far as that was seen: to the minute, rounded up.</summary>
/// <remarks>Not thread-safe: <see cref="RecordedCosts"/> guards it. Its static methods call foreign code and need no guard.</remarks>
internal sealed class BudgetTerms
{
    private readonly Dictionary<BudgetEnforcer, Term> _terms = [];

    /// <summary>A budget and everything above it, each once and after all that is below it.</summary>
    internal static BudgetEnforcer[] PathOf(BudgetEnforcer budget)
    {
        var path = new List<BudgetEnforcer>();
        AddPath(budget, path);
        path.Reverse();
        return [.. path];
    }

    /// <summary>Reads how often the spend of budgets has started again.</summary>
    internal static Sight[] Look(IReadOnlyList<BudgetEnforcer> path) => [.. path.Select(static budget =>
    {
        var report = budget.GetStatus();
        return new Sight(budget, report.Resets, report.PeriodEnd);
    })];

    /// <summary>Takes note of what was seen at a minute.</summary>
    internal void Note(ReadOnlySpan<Sight> sights, long now)
    {
        foreach (var sight in sights)
        {
            if (!_terms.TryGetValue(sight.Budget, out var term))
                _terms.Add(sight.Budget, term = new Term { Resets = sight.Resets });
            else if (sight.Resets > term.Resets)
                (term.Began, term.Resets) = (BeganAt(term.End, now), sight.Resets);
            term.End = sight.PeriodEnd;
        }
    }

    /// <summary>Takes note of the start of a term, by the ledger of a shared budget.</summary>
    internal void NoteStart(BudgetEnforcer budget, DateTimeOffset start)
    {
        if (_terms.TryGetValue(budget, out var term))
            term.Began = Math.Max(term.Began, UtcMinute.AtOrAfter(start));
    }

    /// <summary>The first minute of the present term; long ago where no other term was seen.</summary>
    internal long BeganAt(BudgetEnforcer budget) => _terms.TryGetValue(budget, out var term) ? term.Began : long.MinValue;

    /// <summary>Forgets all but these.</summary>
    internal void Keep(IReadOnlyCollection<BudgetEnforcer> budgets)
    {
        foreach (var budget in _terms.Keys.Where(budget => !budgets.Contains(budget)).ToList())
            _terms.Remove(budget);
    }

    // What is above first, the side of the first parent last.
    private static void AddPath(BudgetEnforcer budget, List<BudgetEnforcer> path)
    {
        if (path.Contains(budget))
            return;
        foreach (var parent in budget.Parents.Reverse())
            AddPath(parent, path);
        path.Add(budget);
    }

    // A term that ended as its calendar said began there. Otherwise somebody has reset the budget, at some time since it was last looked at.
    private static long BeganAt(DateTimeOffset? end, long now) =>
        end is { } regular && UtcMinute.AtOrAfter(regular) <= now ? UtcMinute.AtOrAfter(regular) : now + 1;

    /// <summary>What a budget said of its term.</summary>
    internal readonly record struct Sight(BudgetEnforcer Budget, int Resets, DateTimeOffset? PeriodEnd);

    private sealed class Term
    {
        internal int Resets { get; set; }

        internal DateTimeOffset? End { get; set; }

        internal long Began { get; set; } = long.MinValue;
    }
}
