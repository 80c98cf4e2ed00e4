using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <content>The reports of a budget.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>This budget at one instant.</summary>
    /// <returns>Numbers that belong together, with the status of the path beside that of this budget.</returns>
    public BudgetReport GetStatus()
    {
        using (LockTree())
            return ReportNeedsLock();
    }

    /// <summary>The whole path at one instant: this budget, then each one above it. Each comes once, after everything below it.</summary>
    /// <returns>One report for each budget of the path, that of this budget first.</returns>
    public IReadOnlyList<BudgetReport> GetPath() => GetPath(hold: null, out _);

    /// <summary>The whole path and the cost that a meter has recorded, at one instant.</summary>
    internal IReadOnlyList<BudgetReport> GetPath(MeteredHold? hold, out Money recorded)
    {
        using (LockTree())
        {
            recorded = hold?.RecordedNeedsLock ?? Money.Zero;
            return ReportsNeedsLock(_state.Path.ToList());
        }
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

    /// <summary>This budget at one instant, without reading the clock.</summary>
    internal BudgetReport ReportAsItStands()
    {
        using (_tree.Gate.EnterScope())
            return ReportNeedsLock();
    }

    private BudgetReport ReportNeedsLock() => ReportNeedsLock(new PathSummary(_state));

    private BudgetReport ReportNeedsLock(in PathSummary path) =>
        _state.IsShared || path.AsksLedger ? ReportSharedNeedsLock(path) : new(_givenName, Currency, _state, path);

    // A method of its own, so that the reports of other budgets cost what they did.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private BudgetReport ReportSharedNeedsLock(in PathSummary path) => new(_givenName, Currency, _state, path, _state.Slice);

    /// <summary>
    /// The reports of the budgets of one path, in its order. They are made from the root down, each from the one above it.
    /// </summary>
    private static List<BudgetReport> ReportsNeedsLock(List<BudgetState> states)
    {
        var reports = new BudgetReport[states.Count];
        var summaries = new PathSummaries();
        for (var i = states.Count - 1; i >= 0; i--)
            reports[i] = ((BudgetEnforcer)states[i].Owner!).ReportNeedsLock(summaries.Of(states[i]));
        return [.. reports];
    }
}
