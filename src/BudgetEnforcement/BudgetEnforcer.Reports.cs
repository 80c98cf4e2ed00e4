namespace BudgetEnforcement;

/// <content>What the budget tells of itself.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>This budget at one instant.</summary>
    /// <returns>Numbers that belong together, with the status of the path beside that of this budget.</returns>
    public BudgetReport GetStatus()
    {
        var now = Now();
        BudgetReport report;
        lock (_tree.Gate)
        {
            StartDuePeriodsNeedsLock(now);
            report = ReportNeedsLock();
        }

        _tree.Tell();
        return report;
    }

    /// <summary>The whole path at one instant: this budget, then each one above it, each once and after all that is below it.</summary>
    /// <returns>One report for each budget of the path, that of this budget first.</returns>
    public IReadOnlyList<BudgetReport> GetPath() => GetPath(hold: null, out _);

    /// <summary>The whole path and what a meter has recorded, of one instant.</summary>
    internal IReadOnlyList<BudgetReport> GetPath(MeteredHold? hold, out Money recorded)
    {
        var now = Now();
        List<BudgetReport> reports;
        lock (_tree.Gate)
        {
            StartDuePeriodsNeedsLock(now);
            reports = ReportsNeedsLock(_state.Path.ToList());
            recorded = hold?.RecordedNeedsLock ?? Money.Zero;
        }

        _tree.Tell();
        return reports;
    }

    /// <summary>What is left of the limit of this budget: limit − spent.</summary>
    /// <returns>
    /// Negative once the budget is exceeded. Reservations do not count; see <see cref="Available"/> for what may still be taken.
    /// </returns>
    public decimal GetRemainingBudget() => GetStatus().Remaining;

    /// <summary>What portion of the limit of this budget is spent, in percent.</summary>
    /// <returns>
    /// 0 or more, above 100 once exceeded; 0 where the limit is 0, <see cref="decimal.MaxValue"/> where the quotient is larger than that.
    /// Rounded in its last digit, so decide by <see cref="BudgetReport.Status"/>, which is exact.
    /// </returns>
    public decimal GetUtilizationPercentage() => GetStatus().UtilizationPercentage;

    private BudgetReport ReportNeedsLock() => ReportNeedsLock(new PathSummary(_state));

    private BudgetReport ReportNeedsLock(in PathSummary path) => new(_givenName, Currency, _state, path);

    /// <summary>
    /// The reports of budgets of one tree, in their order. A budget with one parent adds to what is known of that, so that a deep tree is one
    /// pass.
    /// </summary>
    private static List<BudgetReport> ReportsNeedsLock(List<BudgetState> states)
    {
        var reports = new BudgetReport[states.Count];
        var known = new Dictionary<BudgetState, PathSummary>();
        for (var i = states.Count - 1; i >= 0; i--)
            reports[i] = ((BudgetEnforcer)states[i].Owner!).ReportNeedsLock(SummaryOf(states[i], known));
        return [.. reports];
    }

    // Up to the first budget that is known, or has not just one parent, and down again; not recursive, for a tree may be deeper than a stack.
    private static PathSummary SummaryOf(BudgetState state, Dictionary<BudgetState, PathSummary> known)
    {
        var below = new Stack<BudgetState>();
        PathSummary summary;
        while (!known.TryGetValue(state, out summary))
        {
            if (state.Parent is not { } parent)
            {
                known[state] = summary = new PathSummary(state);
                break;
            }

            below.Push(state);
            state = parent;
        }

        while (below.TryPop(out var child))
            known[child] = summary = summary.With(child);
        return summary;
    }
}
