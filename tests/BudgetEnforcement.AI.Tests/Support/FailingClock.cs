namespace BudgetEnforcement.AI.Tests.Support;

/// <summary>The system's clock, which fails where a test says so.</summary>
internal sealed class FailingClock : TimeProvider
{
    internal bool TellsTime { get; set; } = true;

    internal bool MakesTimers { get; set; } = true;

    internal bool EndsTimers { get; set; } = true;

    public override DateTimeOffset GetUtcNow() => TellsTime ? base.GetUtcNow() : throw new InvalidOperationException("A clock that fails.");

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        MakesTimers ? new Timer(this, base.CreateTimer(callback, state, dueTime, period)) : throw new InvalidOperationException("A clock that makes no timers.");

    private sealed class Timer(FailingClock clock, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            inner.Dispose();
            if (!clock.EndsTimers)
                throw new InvalidOperationException("A timer that fails.");
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
