namespace BudgetEnforcement.Tests;

/// <summary>A clock that is put by hand and fires what is due in either order: which of two timers comes first is nothing to rely on.</summary>
internal sealed class ModelClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = start;

    /// <summary>How many timers are not disposed of.</summary>
    internal int Timers => _timers.Count;

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void GoTo(DateTimeOffset instant) => _now = instant;

    internal void FireDue(bool newestFirst)
    {
        while ((newestFirst ? _timers.FindLast(IsDue) : _timers.Find(IsDue)) is { } timer)
            timer.Fire();

        bool IsDue(Timer timer) => timer.Due <= _now;
    }

    private sealed class Timer(ModelClock clock, Action fire) : ITimer
    {
        internal DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
            return true;
        }

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire()
        {
            Due = null;
            fire();
        }
    }
}
