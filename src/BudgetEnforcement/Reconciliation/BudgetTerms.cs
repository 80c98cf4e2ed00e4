using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>When the present terms of budgets began: to the minute, rounded up.</summary>
/// <remarks>
/// The ledger of a shared budget knows when its term began. For any other budget the calendar knows when a period began, and a reset is noticed when
/// the budget is looked at. Not thread-safe: <see cref="RecordedCosts"/> guards it. Its static methods call foreign code and need no guard. It keeps
/// no budget alive.
/// </remarks>
internal sealed class BudgetTerms
{
    /// <summary>The start of a term whose start is not known: no window is in it.</summary>
    private const long Unknown = long.MaxValue;

    private readonly ConditionalWeakTable<BudgetEnforcer, Term> _terms = [];

    /// <summary>All budgets that are above at least one of the given ones.</summary>
    internal static HashSet<BudgetEnforcer> Above(IEnumerable<BudgetEnforcer> budgets)
    {
        var above = new HashSet<BudgetEnforcer>();
        var open = new Stack<BudgetEnforcer>(budgets);
        while (open.TryPop(out var budget))
        {
            foreach (var parent in budget.Parents)
            {
                if (above.Add(parent))
                    open.Push(parent);
            }
        }

        return above;
    }

    /// <summary>Those of the given budgets that are above none of the others, in their order.</summary>
    internal static List<BudgetEnforcer> Lowest(IReadOnlyCollection<BudgetEnforcer> budgets)
    {
        var above = Above(budgets);
        return [.. budgets.Where(budget => !above.Contains(budget))];
    }

    /// <summary>Reads how often the spend of some budgets has started again.</summary>
    internal static IEnumerable<BudgetSight> Look(IReadOnlyCollection<BudgetEnforcer> budgets)
    {
        // Read the reports by the paths of the lowest budgets: a report alone costs as much as those of its whole path.
        var seen = new Dictionary<BudgetEnforcer, BudgetSight>();
        foreach (var sight in Lowest(budgets).SelectMany(LookUp))
            seen[sight.Budget] = sight;
        return budgets.Select(budget => seen[budget]);
    }

    /// <summary>The same for the whole path of a budget, as of one instant.</summary>
    internal static BudgetSight[] LookUp(BudgetEnforcer budget)
    {
        var reports = budget.GetPath();
        return [.. budget.GetPathLevels().Select((level, index) => new BudgetSight(level.Budget, reports[index].Resets, level.Calendar))];
    }

    /// <summary>Notes what was seen at an instant.</summary>
    internal void Note(BudgetSight[] sights, DateTimeOffset now)
    {
        foreach (var sight in sights)
        {
            if (sight.Budget.Ledger is null)
                Note(sight, now);
        }
    }

    /// <summary>Notes when the term of a shared budget began, or that it is not known.</summary>
    internal void NoteStart(BudgetEnforcer budget, DateTimeOffset? start) =>
        _terms.GetOrCreateValue(budget).Began = start is { } known ? UtcMinute.AtOrAfter(known) : Unknown;

    /// <summary>The first whole minute of the present term; long ago where the budget never had another term.</summary>
    internal long StartOf(BudgetEnforcer budget) => _terms.TryGetValue(budget, out var term) ? term.Began : Unknown;

    internal bool IsUnknown(BudgetEnforcer budget) => StartOf(budget) == Unknown;

    private void Note(BudgetSight sight, DateTimeOffset now)
    {
        var isFirst = !_terms.TryGetValue(sight.Budget, out var term);
        if (term is null)
            _terms.Add(sight.Budget, term = new Term { Began = long.MinValue });
        if (!isFirst && sight.Resets <= term.Resets)
            return;
        var period = sight.Calendar is { } calendar ? UtcMinute.AtOrAfter(new DateTimeOffset(calendar.StartAtOrBefore(now.UtcTicks), TimeSpan.Zero)) : (long?)null;

        // If exactly one period has begun since the last look, it has started the spend again. Otherwise a reset did, at some time in between.
        var hasPeriodBegun = period > term.SeenAt && (isFirst || sight.Resets == term.Resets + 1);
        if (hasPeriodBegun)
            term.Began = period!.Value;
        else if (!isFirst || sight.Resets > 0)
            term.Began = UtcMinute.Of(now) + 1;
        (term.Resets, term.SeenAt) = (sight.Resets, UtcMinute.Of(now));
    }

    private sealed class Term
    {
        internal int Resets { get; set; }

        /// <summary>The minute in which its spend was last seen to have started again, or in which it was first seen.</summary>
        internal long SeenAt { get; set; } = long.MinValue;

        internal long Began { get; set; } = Unknown;
    }
}

/// <summary>How often the spend of a budget had started again when it was looked at.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Resets">How often.</param>
/// <param name="Calendar">When its periods begin; null for one without a period.</param>
internal readonly record struct BudgetSight(BudgetEnforcer Budget, int Resets, PeriodCalendar? Calendar);
