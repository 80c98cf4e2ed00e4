namespace BudgetEnforcement.Benchmarks;

/// <summary>A clock that stands still until it is stepped on. Its timers are those of the system.</summary>
internal sealed class SteppingClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    internal void Step(TimeSpan time) => _now += time;
}
