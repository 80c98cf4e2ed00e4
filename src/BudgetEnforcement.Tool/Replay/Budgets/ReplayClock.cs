namespace BudgetEnforcement.Tool.Replay.Budgets;

/// <summary>The clock of a replay: it shows the time of the row.</summary>
internal sealed class ReplayClock : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public override DateTimeOffset GetUtcNow() => _now;

    internal void Set(long utcTicks) => _now = new DateTimeOffset(utcTicks, TimeSpan.Zero);
}
