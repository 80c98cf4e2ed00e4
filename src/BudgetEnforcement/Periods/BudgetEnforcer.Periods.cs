using System.Runtime.CompilerServices;

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

    private void LogClockFailed(Exception exception) => _tree.Telemetry.ClockFailed(Name, exception);

    /// <summary>
    /// Takes the lock of the tree for an operation on this budget. The periods that are due have begun, of the path and of those that waiters
    /// need; so every operation that reads or changes a number starts with it.
    /// </summary>
    /// <param name="inBackground">Whether work items tell what the operation brings.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TreeLock LockTree(bool inBackground = false) => LockTree(Now(), inBackground);

    /// <param name="now">What <see cref="Now"/> said before.</param>
    /// <param name="inBackground">Whether work items tell what the operation brings.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TreeLock LockTree(long now, bool inBackground)
    {
        var taken = _tree.Lock(inBackground);
        if (now != 0)
            StartDuePeriodsNeedsLock(now, inBackground);
        return taken;
    }

    private void StartDuePeriodsNeedsLock(long now, bool inBackground)
    {
        try
        {
            var hasNews = _tree.HasPeriodNewsNeedsLock(now);
            foreach (var state in _state.Path)
                hasNews |= state.HasNewsAt(now);
            if (hasNews)
                _tree.StartPeriodsNeedsLock(now, _state.Path);
        }
        catch
        {
            _tree.Unlock(inBackground); // The caller never gets the lock.
            throw;
        }
    }
}
