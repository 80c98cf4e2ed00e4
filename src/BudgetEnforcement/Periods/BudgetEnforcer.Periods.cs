using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <content>The periods of a budget.</content>
public sealed partial class BudgetEnforcer
{
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

    /// <summary>A monotonic time in ticks; <see langword="null"/> where the clock cannot be read.</summary>
    private long? ReadElapsedTicks()
    {
        try
        {
            return _tree.Clock.GetElapsedTime(0, _tree.Clock.GetTimestamp()).Ticks;
        }
#pragma warning disable CA1031 // Only a log level depends on this time.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogClockFailed(exception);
            return null;
        }
    }

    private void LogClockFailed(Exception exception) => _tree.Telemetry.ClockFailed(Name, exception);

    /// <summary>
    /// Takes the lock of the tree for an operation on this budget, and begins the periods that are due on the path and those that waiters
    /// need. Every operation whose numbers depend on the period starts with it; others take the lock alone.
    /// </summary>
    /// <param name="inBackground">Whether work items tell the announcements of the operation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TreeLock LockTree(bool inBackground = false) => LockTree(Now(), inBackground);

    /// <param name="now">The result of <see cref="Now"/>.</param>
    /// <param name="inBackground">Whether work items tell the announcements of the operation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TreeLock LockTree(long now, bool inBackground)
    {
        var taken = _tree.Lock(inBackground);
        if (now != 0)
            BeginDuePeriodsNeedsLock(now, inBackground);
        return taken;
    }

    private void BeginDuePeriodsNeedsLock(long now, bool inBackground)
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
