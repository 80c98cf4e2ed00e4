namespace BudgetEnforcement;

/// <summary>
/// One timer for all waiters of a tree. It is set to the next end of a period or of a wait that a waiter needs; there is no timer where no
/// waiter needs one.
/// </summary>
/// <remarks>
/// The clock is foreign code, so its timer is made, changed and disposed of outside the lock. A thread that has changed the timer checks
/// afterwards whether a waiter has come in between, or the last has gone, and then changes it again. So the last change is always right.
/// </remarks>
internal sealed class WaitAlarm(BudgetTree tree)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    // Timers go by a monotonic clock and periods by the calendar, which may be set, so the alarm looks at least this often. It also
    // recovers from a clock that failed to change the timer.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // The lock of the tree guards these fields.
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

    /// <summary>The first waiter that has waited as long as it may.</summary>
    internal Waiter? FirstOverdueNeedsLock(long timestamp) =>
        _deadlines.Min is { } waiter && waiter.Deadline <= timestamp ? waiter : null;

    /// <summary>Sets the timer to the next end, or disposes of it where no waiter needs one.</summary>
    /// <exception cref="Exception">What the clock throws.</exception>
    internal void Set()
    {
        using (tree.Gate.EnterScope())
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
            using (tree.Gate.EnterScope())
                isStale = version != _version || !IsNeededNeedsLock;
        }
        while (isStale);
    }

    private bool IsNeededNeedsLock => _deadlines.Count > 0 || tree.NextPeriodEndOfWaitersNeedsLock != PeriodCalendar.Never;

    private TimeSpan? DueAfter(out int version, out ITimer? timer)
    {
        var now = tree.Clock.GetUtcNow().UtcTicks;
        var timestamp = tree.Clock.GetTimestamp();
        var frequency = tree.Clock.TimestampFrequency;
        using (tree.Gate.EnterScope())
        {
            version = _version;
            timer = _timer;
            if (!IsNeededNeedsLock)
            {
                _timer = null;
                return null;
            }

            Int128 due = tree.NextPeriodEndOfWaitersNeedsLock - now;
            if (_deadlines.Min?.Deadline is { } deadline)
                due = Int128.Min(due, ((Int128)deadline - timestamp) * TimeSpan.TicksPerSecond / frequency);
            return TimeSpan.FromTicks((long)Int128.Clamp(due, Shortest.Ticks, Longest.Ticks));
        }
    }

    private ITimer Make()
    {
        // The timer serves all waiters, so it must not carry the context of the first one.
        var made = WithoutContext.Call(
            static tree => tree.Clock.CreateTimer(static tree => ((BudgetTree)tree!).OnWaitAlarm(), tree, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan),
            tree);
        ITimer? other;
        using (tree.Gate.EnterScope())
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
