namespace BudgetEnforcement.Tests.Ledger.Model;

/// <summary>The store's clock of a fleet: it stands still until the fleet moves it.</summary>
internal sealed class FleetClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);

    internal void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;
}
