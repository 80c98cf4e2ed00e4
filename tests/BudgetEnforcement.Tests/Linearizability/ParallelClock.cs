namespace BudgetEnforcement.Tests;

/// <summary>A clock that goes on only when told to, and pauses whenever it is read. Its timers never fire.</summary>
internal sealed class ParallelClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        var now = Interlocked.Read(ref _ticks);
        ParallelPause.TakeInside();
        return now;
    }

    public override DateTimeOffset GetUtcNow()
    {
        ParallelPause.TakeInside();
        return new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer();

    internal void Pass(decimal seconds) => Interlocked.Add(ref _ticks, (long)(seconds * TimeSpan.TicksPerSecond));

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
