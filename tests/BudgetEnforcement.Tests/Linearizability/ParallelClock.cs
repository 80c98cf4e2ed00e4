namespace BudgetEnforcement.Tests;

/// <summary>A clock that stands still, and pauses whenever it is read.</summary>
internal sealed class ParallelClock : TimeProvider
{
    internal static ParallelClock Instance { get; } = new();

    public override DateTimeOffset GetUtcNow()
    {
        ParallelPause.TakeInside();
        return new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer();

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
