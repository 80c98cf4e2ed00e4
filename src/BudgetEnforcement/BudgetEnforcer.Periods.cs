namespace BudgetEnforcement;

/// <content>The passing of periods.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>Announces the budget as its period ends, before its spend starts again from 0.</summary>
    /// <param name="summaries">Of the same instant, so that what several budgets have above them is looked at once.</param>
    internal void AnnouncePeriodEndNeedsLock(PathSummaries summaries) =>
        AnnounceNeedsLock(new PeriodEndAnnouncement(ReportNeedsLock(summaries.Of(_state))));

    /// <summary>
    /// The time in ticks of UTC where a period is on the path, or a caller waits for one in the tree; 0 where it does not matter or cannot be
    /// read. Read outside the lock, for a clock is foreign code.
    /// </summary>
    internal long Now() => _readsClock || _tree.MustReadClock ? ReadClock() : 0;

    private long ReadClock()
    {
        try
        {
            return _tree.Clock.GetUtcNow().UtcTicks;
        }
#pragma warning disable CA1031 // What is spent is recorded though a clock throws; the period goes on until it can be read again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogClockFailed(exception);
            return 0;
        }
    }

    /// <summary>A time that only passes, in ticks; <see langword="null"/> where the clock cannot be read.</summary>
    private long? ReadElapsedTicks()
    {
        try
        {
            return _tree.Clock.GetElapsedTime(0, _tree.Clock.GetTimestamp()).Ticks;
        }
#pragma warning disable CA1031 // Only a log level depends on it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogClockFailed(exception);
            return null;
        }
    }

    // From a work item: a meter or a timer that reads the clock must not wait for a logger.
    private void LogClockFailed(Exception exception) => _tree.LogInBackground(() => Log.ClockFailed(_tree.Logger, exception, Name));

    /// <summary>
    /// Begins the periods that are due, of the path and of those who wait. Every operation that reads or changes a number starts with it.
    /// </summary>
    private void StartDuePeriodsNeedsLock(long now)
    {
        if (now != 0)
            LookForPeriodsNeedsLock(now);
    }

    private void LookForPeriodsNeedsLock(long now)
    {
        var hasNews = _tree.HasPeriodNewsNeedsLock(now);
        foreach (var state in _state.Path)
            hasNews |= state.HasNewsAt(now);
        if (hasNews)
            _tree.StartPeriodsNeedsLock(now, _state.Path);
    }
}
