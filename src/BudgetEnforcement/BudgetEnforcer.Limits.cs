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
    public void UpdateLimit(decimal limit)
    {
        var newLimit = Money.From(limit);
        using (LockTree())
            SetLimitNeedsLock(newLimit);
    }

    /// <summary>Changes the limit of this budget by an amount, in one step: a top-up, or the contrary.</summary>
    /// <param name="by">What is added to the limit; below 0, what is taken from it.</param>
    /// <returns>The new limit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The limit would be below 0, or have more digits than <see cref="decimal"/> holds. Nothing was changed.
    /// </exception>
    public decimal AdjustLimit(decimal by)
    {
        var change = Money.From(Math.Abs(by), nameof(by));
        using (LockTree())
        {
            var limit = _state.Limit;
            if (by < 0 && change > limit)
                throw OutOfRange();
            var newLimit = by < 0 ? limit - change : limit + change;
            var read = newLimit.ToDecimal(roundUp: false);
            if (Money.From(read) != newLimit)
                throw OutOfRange();
            SetLimitNeedsLock(newLimit);
            return read;
        }

        ArgumentOutOfRangeException OutOfRange() =>
            new(nameof(by), by, $"{nameof(by)} must not take the limit below 0 or beyond the digits of decimal.");
    }

    /// <summary>
    /// Sets what this budget has spent to 0 and arms its thresholds again. Open reservations stay held; the budgets above and below keep
    /// their spend.
    /// </summary>
    /// <returns>The budget as it was just before, of the same instant: every cost is either in it or counts from now on.</returns>
    public BudgetReport Reset()
    {
        using (LockTree())
        {
            var before = ReportNeedsLock();
            LogNeedsLock(telemetry => telemetry.WasReset(this, before));
            _state.Reset();
            _tree.ServeWaitersNeedsLock(_state);
            AnnounceCrossingsNeedsLock();
            return before;
        }
    }

    /// <summary>
    /// Ends the budget: it and every budget below it admit nothing any more, not even 0, with the reason
    /// <see cref="BudgetRefusalReason.Closed"/>; those who wait are refused, and its metrics end. Costs still count: <see cref="AddCost"/>,
    /// commits of what is held, and late ones. Closing it again does nothing.
    /// </summary>
    public void Close()
    {
        bool wasClosed;
        using (LockTree())
        {
            wasClosed = _state.IsClosed;
            _state.Close();
            _tree.ServeWaitersOfNeedsLock(_state);
        }

        if (!wasClosed)
            _tree.Telemetry.Closed(this);
    }

    /// <summary>Applies what a reload may change, in one step: thresholds, alerts, waiters and wait, and the limit where it is among them.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="appliesLimit">Whether the limit is among them.</param>
    /// <param name="now">What <see cref="Now"/> told before.</param>
    /// <remarks>It calls no foreign code, so it may be called under a lock: work items tell what it brings.</remarks>
    internal void Reconfigure(BudgetOptions options, bool appliesLimit, long now)
    {
        using (LockTree(now, inBackground: true))
        {
            if (options.MaxWaiters > 0 || options.MaxWait is not null || _extras is not null)
                (ExtrasNeedsLock.MaxWaiters, ExtrasNeedsLock.MaxWait) = (options.MaxWaiters, options.MaxWait);
            var before = _state.Limit;
            var limit = appliesLimit ? Money.From(options.Limit!.Value) : before;
            SetThresholdsNeedsLock(BudgetThresholds.For(options));
            if (limit != before)
                SetLimitNeedsLock(limit);
        }
    }

    /// <summary>What is announced is another list from now on; what the present spend has reached of it counts as told.</summary>
    private void SetThresholdsNeedsLock(BudgetThresholds thresholds)
    {
        _thresholds = thresholds;
        _state.SetLimit(new BudgetLimit(_state.Limit, thresholds), thresholds);
        _state.ArmTriggers();
        _state.AcknowledgeAll();
    }

    private void SetLimitNeedsLock(in Money limit)
    {
        if (limit != _state.Limit)
            LogLimitNeedsLock(_state.Limit, limit, _state.Spent);
        _state.SetLimit(new BudgetLimit(limit, _thresholds), _thresholds);
        _tree.ServeWaitersOfNeedsLock(_state); // Admits some where there is more, refuses those who never fit any more where there is less.
        AnnounceCrossingsNeedsLock();
    }

    private void LogLimitNeedsLock(Money before, Money after, Money spent) => LogNeedsLock(telemetry =>
        telemetry.LimitChanged(this, before.ToDecimal(roundUp: false), after.ToDecimal(roundUp: false), spent.ToDecimal(roundUp: true)));
}
