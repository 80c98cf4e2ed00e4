namespace BudgetEnforcement.Tests;

/// <summary>A clock that goes on only when told to, and pauses whenever it was read. Its timers never fire.</summary>
internal sealed class ParallelClock() : ManualClock(isFrozen: true)
{
    public override long GetTimestamp()
    {
        var now = base.GetTimestamp();
        ParallelPause.TakeInside();
        return now;
    }

    public override DateTimeOffset GetUtcNow()
    {
        var now = base.GetUtcNow();
        ParallelPause.TakeInside();
        return now;
    }
}
