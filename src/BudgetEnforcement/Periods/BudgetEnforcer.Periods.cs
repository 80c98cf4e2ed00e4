namespace BudgetEnforcement;

/// <content>The periods of a budget: when they begin, and the event for their end.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>
    /// Raised when a period of this budget has ended, with the budget as it was just before its spend started again from 0. It comes with the next
    /// use of the budget, or when a waiter or a meter needs the new period; not with <see cref="Reset"/>.
    /// </summary>
    /// <remarks>Handlers are called as those of <see cref="ThresholdCrossed"/> are.</remarks>
    public event EventHandler<BudgetPeriodEndedEventArgs>? PeriodEnded
    {
        add
        {
            using (_tree.Gate.EnterScope())
                ExtrasNeedsLock.PeriodEnded += value;
        }

        remove
        {
            using (_tree.Gate.EnterScope())
                ExtrasNeedsLock.PeriodEnded -= value;
        }
    }

    internal EventHandler<BudgetPeriodEndedEventArgs>? PeriodEndedHandlers => Volatile.Read(ref _extras)?.PeriodEnded;

    /// <summary>Announces the end of the period, with the budget as it is before its spend starts again from 0.</summary>
    /// <param name="summaries">
    /// The summaries of this instant, which several budgets share, so that each common ancestor is visited once.
    /// </param>
    internal void AnnouncePeriodEndNeedsLock(PathSummaries summaries) =>
        AnnounceNeedsLock(new PeriodEndAnnouncement(ReportNeedsLock(summaries.Of(_state))));

    /// <summary>
    /// The time in ticks of UTC where the path has a period or a waiter of the tree needs one; 0 where the time does not matter or cannot
    /// be read. Callers read it outside the lock, because a clock is foreign code.
    /// </summary>
    internal long Now() => _readsClock || _tree.MustReadClock ? ReadClock() : 0;

    private long ReadClock()
    {
        try
        {
            return _tree.Clock.GetUtcNow().UtcTicks;
        }
#pragma warning disable CA1031 // Costs are recorded even if a clock throws; the period goes on until the clock can be read again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogClockFailed(exception);
            return 0;
        }
    }

    private void LogClockFailed(Exception exception) => _tree.Telemetry.ClockFailed(Name, exception);

    private void BeginPeriodsIfDueNeedsLock(long now, bool inBackground)
    {
        try
        {
            var hasNews = _tree.HasPeriodNewsNeedsLock(now);
            foreach (var state in _state.Path)
                hasNews |= state.HasNewsAt(now);
            if (hasNews)
                _tree.BeginPeriodsNeedsLock(now, _state.Path);
        }
        catch
        {
            _tree.Unlock(inBackground); // The caller does not get the lock.
            throw;
        }
    }
}
