namespace BudgetEnforcement;

/// <content>Changes of the limit, and the end of the budget.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>Replaces the limit of this budget, up or down. Lowering it announces the thresholds that it crosses.</summary>
    /// <param name="limit">
    /// The most that may be spent from now on, inclusive; 0 or more, and allowed to be below what is spent or reserved.
    /// </param>
    /// <remarks>For a top-up use <see cref="AdjustLimit"/>: reading the limit and replacing it loses what others add in between.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    /// <exception cref="BudgetLedgerException">
    /// The budget is shared by a ledger, for which the call blocks, and the store failed: the limit may have been replaced or not.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The budget is shared by a ledger, which is disposed.</exception>
    public void UpdateLimit(decimal limit)
    {
        var newLimit = Money.From(limit);
        if (Shared is { } shared)
        {
            shared.UpdateLimit(limit);
            return;
        }

        LimitChange change;
        using (LockTree())
            change = SetLimitNeedsLock(newLimit);
        LogUnlessLogged(change);
    }

    /// <summary>Changes the limit of this budget by an amount, in one step: a top-up or a cut.</summary>
    /// <param name="by">What is added to the limit; below 0, what is taken from it.</param>
    /// <returns>The new limit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The limit would be below 0, or have more digits than <see cref="decimal"/> holds. Nothing was changed.
    /// </exception>
    /// <exception cref="BudgetLedgerException">
    /// The budget is shared by a ledger, for which the call blocks, and the store failed: the limit may have been changed or not.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The budget is shared by a ledger, which is disposed.</exception>
    public decimal AdjustLimit(decimal by)
    {
        var change = Money.From(Math.Abs(by), nameof(by));
        if (Shared is { } shared)
            return shared.AdjustLimit(by);
        LimitChange done;
        using (LockTree())
        {
            var limit = _state.Limit;
            if (by < 0 && change > limit)
                throw OutOfRange();
            var newLimit = by < 0 ? limit - change : limit + change;
            if (Money.From(newLimit.ToDecimal(roundUp: false)) != newLimit)
                throw OutOfRange();
            done = SetLimitNeedsLock(newLimit);
        }

        LogUnlessLogged(done);
        return done.After.ToDecimal(roundUp: false);

        ArgumentOutOfRangeException OutOfRange() =>
            new(nameof(by), by, $"{nameof(by)} must not take the limit below 0 or beyond the digits of decimal.");
    }

    /// <summary>
    /// Sets what this budget has spent to 0 and arms its thresholds again. Open reservations stay held; the budgets above and below keep
    /// their spend.
    /// </summary>
    /// <returns>
    /// The budget as it was just before, of the same instant: every cost is either in it or counts from now on. Of a budget that is shared by a
    /// ledger, the term that ended for all; what others have not reported yet still lands in it.
    /// </returns>
    /// <exception cref="BudgetLedgerException">
    /// The budget is shared by a ledger, for which the call blocks, and the store failed: a new term may have begun or not.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The budget is shared by a ledger, which is disposed.</exception>
    public BudgetReport Reset()
    {
        BudgetReport before;
        if (Shared is { } shared)
            return shared.Reset();
        using (LockTree())
        {
            before = ReportNeedsLock();
            _state.Reset();
            _tree.ServeWaitersOnPathNeedsLock(_state);
            HandleCrossingsNeedsLock(); // None, but those below the spend are armed again.
        }

        _tree.Telemetry.WasReset(this, before);
        return before;
    }

    /// <summary>
    /// Ends the budget: it and every budget below it admit nothing any more, not even 0, with the reason
    /// <see cref="BudgetRefusalReason.Closed"/>; callers that wait are refused, and its metrics end. Costs still count:
    /// <see cref="AddCost"/>, commits of what is held, and late ones. Closing it again does nothing.
    /// </summary>
    public void Close()
    {
        bool wasClosed;
        using (LockTree())
        {
            wasClosed = _state.IsClosed;
            _state.Close();
            _tree.ServeWaitersAtNeedsLock(_state);
        }

        if (!wasClosed)
            _tree.Telemetry.Closed(this);
    }

    /// <summary>
    /// Applies the options that a reload may change, in one step: thresholds, alerts, the bounds of waiters and waits, and the limit if
    /// <paramref name="appliesLimit"/> is true.
    /// </summary>
    /// <param name="options">Valid options.</param>
    /// <param name="appliesLimit">Whether to apply the limit too.</param>
    /// <param name="now">The result of <see cref="Now"/>.</param>
    /// <remarks>It calls no foreign code, because work items deliver its announcements, so callers may hold a lock.</remarks>
    internal void Reconfigure(BudgetOptions options, bool appliesLimit, long now)
    {
        using (LockTree(now, inBackground: true))
        {
            if (ReconfigureNeedsLock(options, appliesLimit) is { IsLogged: false } change && _tree.Telemetry.IsLogging)
                AnnounceNeedsLock(new LogAnnouncement(change.Log));
        }
    }

    /// <returns>The change of the limit; null where it stays, or where the ledger sets it.</returns>
    private LimitChange? ReconfigureNeedsLock(BudgetOptions options, bool appliesLimit)
    {
        if (options.MaxWaiters > 0 || options.MaxWait is not null || _extras is not null)
            (ExtrasNeedsLock.MaxWaiters, ExtrasNeedsLock.MaxWait) = (options.MaxWaiters, options.MaxWait);
        if (Shared is { } shared)
        {
            if (appliesLimit)
                shared.ConfigureLimitNeedsLock(options.Limit!.Value);
            return null; // Thresholds and alerts are those of the ledger.
        }

        var limit = appliesLimit ? Money.From(options.Limit!.Value) : _state.Limit;
        SetThresholdsNeedsLock(BudgetThresholds.For(options));
        return limit == _state.Limit ? null : SetLimitNeedsLock(limit);
    }

    /// <summary>Replaces the marks. Those that the present spend has reached count as announced.</summary>
    internal void SetThresholdsNeedsLock(BudgetThresholds thresholds)
    {
        _thresholds = thresholds;
        _state.SetLimit(new BudgetLimit(_state.Limit, thresholds), thresholds);
        _state.ArmTriggers();
        _state.AcknowledgeAll();
    }

    private LimitChange SetLimitNeedsLock(in Money limit)
    {
        var change = new LimitChange(this, _state.Limit, limit, _state.Spent);
        _state.SetLimit(new BudgetLimit(limit, _thresholds), _thresholds);
        _tree.ServeWaitersAtNeedsLock(_state); // A higher limit can admit waiters; a lower one refuses those that can never fit.
        return change with { IsLogged = limit == change.Before || HandleCrossingsNeedsLock(change.Log) };
    }

    private void LogUnlessLogged(in LimitChange change)
    {
        if (!change.IsLogged && _tree.Telemetry.IsLogging)
            change.Log(_tree.Telemetry);
    }

    /// <summary>A change of the limit of a budget, which is logged before the crossings that it brings, or else when the lock is free.</summary>
    private readonly record struct LimitChange(BudgetEnforcer Budget, Money Before, Money After, Money Spent)
    {
        internal bool IsLogged { get; init; }

        internal void Log(Telemetry telemetry) => telemetry.LimitChanged(
            Budget, Before.ToDecimal(roundUp: false), After.ToDecimal(roundUp: false), Spent.ToDecimal(roundUp: true));
    }
}
