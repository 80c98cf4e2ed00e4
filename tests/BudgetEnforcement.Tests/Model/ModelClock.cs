namespace BudgetEnforcement.Tests;

/// <summary>A clock that is put by hand and fires what is due. The calendar may be put right, also back; what has elapsed only grows.</summary>
internal sealed class ModelClock(DateTimeOffset start) : TimeProvider
{
    private readonly object _sync = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = start;
    private TimeSpan _elapsed;

    /// <summary>How many timers are not disposed of.</summary>
    internal int Timers
    {
        get
        {
            lock (_sync)
                return _timers.Count;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_sync)
            return _now;
    }

    public override long GetTimestamp()
    {
        lock (_sync)
            return _elapsed.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        lock (_sync)
            _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void GoTo(DateTimeOffset instant, TimeSpan elapsed)
    {
        lock (_sync)
            (_now, _elapsed) = (instant, elapsed);
    }

    internal void FireDue()
    {
        while (FirstDue() is { } timer)
            timer.Fire();
    }

    private Timer? FirstDue()
    {
        lock (_sync)
            return _timers.Find(timer => timer.TryBegin(_elapsed));
    }

    private sealed class Timer(ModelClock clock, Action fire) : ITimer
    {
        private TimeSpan? _due;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._sync)
                (_due, _period) = (dueTime == Timeout.InfiniteTimeSpan ? null : clock._elapsed + dueTime, period);
            return true;
        }

        public void Dispose()
        {
            lock (clock._sync)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire() => fire();

        /// <summary>Whether it is due; it is due again a period later.</summary>
        internal bool TryBegin(TimeSpan elapsed)
        {
            if (!(_due <= elapsed))
                return false;
            _due = _period == Timeout.InfiniteTimeSpan ? null : elapsed + _period;
            return true;
        }
    }
}
