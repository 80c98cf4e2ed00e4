namespace BudgetEnforcement;

/// <summary>
/// One timer for all who wait in a tree, set to the next end of a period or of a wait that one of them needs; none where none does.
/// </summary>
/// <remarks>
/// The clock is foreign code, so its timer is made, changed and disposed of outside the lock. Each thread that changed it looks afterwards
/// whether something earlier came in between, so the last change is always the right one.
/// </remarks>
internal sealed class WaitAlarm(BudgetTree tree)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    // Timers go by a monotonic clock and periods by the calendar, which may be set. Also what is left where a clock failed to change a timer.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // Guarded by the lock of the tree.
    private readonly SortedSet<Waiter> _deadlines = new(Comparer<Waiter>.Create(static (one, other) =>
        (one.Deadline!.Value, one.Claim.Ticket).CompareTo((other.Deadline!.Value, other.Claim.Ticket))));

    private ITimer? _timer;
    private int _version;

    internal void AddNeedsLock(Waiter waiter)
    {
        _version++;
        if (waiter.Deadline is not null)
            _deadlines.Add(waiter);
    }

    internal void RemoveNeedsLock(Waiter waiter)
    {
        if (waiter.Deadline is not null)
            _deadlines.Remove(waiter);
    }

    /// <summary>The first one whose wait has lasted as long as it may.</summary>
    internal Waiter? FirstOverdueNeedsLock(long timestamp) =>
        _deadlines.Min is { } waiter && waiter.Deadline <= timestamp ? waiter : null;

    /// <summary>Sets the timer to what comes next, or disposes of it where nothing does.</summary>
    /// <exception cref="Exception">What the clock throws.</exception>
    internal void Set()
    {
        using (tree.Gate.Hold())
        {
            if (_timer is null && !IsNeededNeedsLock)
                return;
        }

        bool isStale;
        do
        {
            var due = DueAfter(out var version, out var timer);
            if (due is not { } time)
            {
                timer?.Dispose();
                return;
            }

            timer ??= Make();
            timer.Change(time, Longest);
            using (tree.Gate.Hold())
                isStale = version != _version;
        }
        while (isStale);
    }

    private bool IsNeededNeedsLock => _deadlines.Count > 0 || tree.NextPeriodEndOfWaitersNeedsLock != PeriodCalendar.Never;

    private TimeSpan? DueAfter(out int version, out ITimer? timer)
    {
        var now = tree.Clock.GetUtcNow().UtcTicks;
        var timestamp = tree.Clock.GetTimestamp();
        var frequency = tree.Clock.TimestampFrequency;
        using (tree.Gate.Hold())
        {
            version = _version;
            timer = _timer;
            if (!IsNeededNeedsLock)
            {
                _timer = null;
                _version++;
                return null;
            }

            var end = tree.NextPeriodEndOfWaitersNeedsLock;
            var due = end == PeriodCalendar.Never ? Longest : TimeSpan.FromTicks(Math.Max(end - now, 0));
            if (_deadlines.Min?.Deadline is { } last)
            {
                var left = TimeSpan.FromTicks((long)((Int128)Math.Max(last - timestamp, 0) * TimeSpan.TicksPerSecond / frequency));
                due = left < due ? left : due;
            }

            return due < Shortest ? Shortest : due > Longest ? Longest : due;
        }
    }

    private ITimer Make()
    {
        // It serves all who wait, so it must not carry the context of the first of them.
        var made = WithoutContext.Call(
            static tree => tree.Clock.CreateTimer(static tree => ((BudgetTree)tree!).OnWaitAlarm(), tree, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan),
            tree);
        ITimer? other;
        using (tree.Gate.Hold())
        {
            other = _timer;
            _timer ??= made;
        }

        if (other is null)
            return made;
        made.Dispose();
        return other;
    }
}
