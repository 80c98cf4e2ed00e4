namespace BudgetEnforcement.Tests;

/// <summary>
/// A clock on which time passes only where a test says so. The calendar can be put right without any time passing; readings can be watched, interrupted and
/// fail; timers are counted, can fail, and never fire on a frozen clock, as in a process that is stopped.
/// </summary>
/// <remarks>The thread that lets time pass fires the timers that are due, after the clock has gone all the way.</remarks>
internal class ManualClock(DateTimeOffset start, bool isFrozen = false) : TimeProvider
{
    private readonly object _sync = new();
    private readonly List<Timer> _timers = [];
    private long _calendar = start.UtcTicks;
    private long _elapsed;
    private int _readings;
    private int _timestamps;
    private int _failingTimestamps;
    private int _timersMade;
    private int _timersFired;

    internal ManualClock(bool isFrozen = false)
        : this(Noon, isFrozen)
    {
    }

    /// <summary>A Wednesday, the last day but one of a month.</summary>
    internal static DateTimeOffset Noon { get; } = new(2024, 10, 30, 12, 0, 0, TimeSpan.Zero);

    internal static DateTimeOffset Midnight { get; } = new(2024, 10, 31, 0, 0, 0, TimeSpan.Zero);

    internal static DateTimeOffset November { get; } = new(2024, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => Frequency;

    /// <summary>How many timestamps a second has.</summary>
    internal long Frequency { get; init; } = TimeSpan.TicksPerSecond;

    /// <summary>How often the calendar was read.</summary>
    internal int Readings => Volatile.Read(ref _readings);

    /// <summary>How often timestamps were read.</summary>
    internal int Timestamps => Volatile.Read(ref _timestamps);

    /// <summary>How many timers are not disposed of.</summary>
    internal int Timers
    {
        get
        {
            lock (_sync)
                return _timers.Count;
        }
    }

    internal int TimersMade => Volatile.Read(ref _timersMade);

    internal int TimersFired => Volatile.Read(ref _timersFired);

    /// <summary>When the timer that was set last is due.</summary>
    internal TimeSpan LastDue { get; private set; }

    /// <summary>Whether every reading fails.</summary>
    internal bool IsBroken { get; set; }

    /// <summary>How many readings of the timestamp fail from now on.</summary>
    internal int FailingTimestamps
    {
        get => Volatile.Read(ref _failingTimestamps);
        set => Volatile.Write(ref _failingTimestamps, value);
    }

    internal bool CannotMakeTimers { get; set; }

    internal bool CannotSetTimers { get; set; }

    /// <summary>What happens whenever the calendar is read, just before.</summary>
    internal Action? OnCalendar { get; set; }

    /// <summary>What happens whenever a timestamp is read, just before.</summary>
    internal Action? OnTimestamp { get; set; }

    /// <summary>What happens whenever a timer is made, set or disposed of.</summary>
    internal Action? OnTimer { get; set; }

    public override DateTimeOffset GetUtcNow()
    {
        Interlocked.Increment(ref _readings);
        OnCalendar?.Invoke();
        ThrowIfBroken();
        return new DateTimeOffset(Volatile.Read(ref _calendar), TimeSpan.Zero);
    }

    public override long GetTimestamp()
    {
        Interlocked.Increment(ref _timestamps);
        OnTimestamp?.Invoke();
        ThrowIfBroken();
        if (FailingTimestamps > 0)
        {
            FailingTimestamps--;
            throw new NotSupportedException("The clock fails.");
        }

        return Volatile.Read(ref _elapsed) / (TimeSpan.TicksPerSecond / Frequency);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (CannotMakeTimers)
            throw new NotSupportedException("The clock makes no timers.");
        OnTimer?.Invoke();
        Interlocked.Increment(ref _timersMade);
        var timer = new Timer(this, () => callback(state));
        lock (_sync)
            _timers.Add(timer);
        timer.Set(dueTime, period);
        return timer;
    }

    /// <summary>Runs an action once, just before the given reading from now on. Readings of the calendar and of the timestamp both count.</summary>
    internal void At(int reading, Action action)
    {
        var left = reading;
        OnTimestamp = OnCalendar = () =>
        {
            if (--left == 0)
                action();
        };
    }

    /// <summary>Does something the next time that a timestamp is read.</summary>
    internal void AtNextTimestamp(Action action) => OnTimestamp = () =>
    {
        OnTimestamp = null;
        action();
    };

    /// <summary>Lets time pass; timers that are due fire.</summary>
    internal void Advance(TimeSpan time)
    {
        Interlocked.Add(ref _elapsed, time.Ticks);
        Interlocked.Add(ref _calendar, time.Ticks);
        FireDue();
    }

    /// <summary>Lets time pass in small steps, so that timers fire when they are due: <see cref="Advance"/> is at the end before any timer fires.</summary>
    internal void AdvanceSeconds(double seconds) => AdvanceBy(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(0.25));

    /// <inheritdoc cref="AdvanceSeconds"/>
    internal void AdvanceBy(TimeSpan time, TimeSpan step)
    {
        var left = time;
        for (; left > step; left -= step)
            Advance(step);
        Advance(left);
    }

    /// <summary>Goes on to an instant; timers that are due fire.</summary>
    internal void GoTo(DateTimeOffset instant) => Advance(instant - new DateTimeOffset(Volatile.Read(ref _calendar), TimeSpan.Zero));

    /// <summary>Sets the calendar and what has elapsed, each in either direction; no timer fires yet.</summary>
    internal void Set(DateTimeOffset calendar, TimeSpan elapsed)
    {
        SetCalendar(calendar);
        Volatile.Write(ref _elapsed, elapsed.Ticks);
    }

    /// <summary>Sets the calendar, in either direction: no time passes, and no timer fires.</summary>
    internal void SetCalendar(DateTimeOffset instant) => Volatile.Write(ref _calendar, instant.UtcTicks);

    /// <summary>Fires the timers that are due, in order of time.</summary>
    internal void FireDue()
    {
        while (!isFrozen && FirstDue() is { } timer)
        {
            Interlocked.Increment(ref _timersFired);
            timer.Fire();
        }
    }

    private void ThrowIfBroken()
    {
        if (IsBroken)
            throw new InvalidOperationException("The clock is broken.");
    }

    private Timer? FirstDue()
    {
        lock (_sync)
        {
            var first = _timers.MinBy(timer => timer.Due);
            return first?.TryBegin(Volatile.Read(ref _elapsed)) == true ? first : null;
        }
    }

    private sealed class Timer(ManualClock clock, Action fire) : ITimer
    {
        private long _period;

        /// <summary>When it is due, in ticks of what has elapsed.</summary>
        internal long Due { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (clock.CannotSetTimers)
                throw new NotSupportedException("The clock sets no timers.");
            clock.OnTimer?.Invoke();
            Set(dueTime, period);
            return true;
        }

        public void Dispose()
        {
            bool wasThere;
            lock (clock._sync)
                wasThere = clock._timers.Remove(this);
            if (wasThere)
                clock.OnTimer?.Invoke();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Set(TimeSpan dueTime, TimeSpan period)
        {
            clock.LastDue = dueTime;
            lock (clock._sync)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : Volatile.Read(ref clock._elapsed) + dueTime.Ticks;
                _period = period == Timeout.InfiniteTimeSpan ? long.MaxValue : period.Ticks;
            }
        }

        internal void Fire() => fire();

        /// <summary>Whether it is due; it is due again a period later.</summary>
        internal bool TryBegin(long elapsed)
        {
            if (Due > elapsed)
                return false;
            Due = _period == long.MaxValue ? long.MaxValue : Due + _period;
            return true;
        }
    }
}
