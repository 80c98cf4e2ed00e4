namespace BudgetEnforcement.Tests.Metering;

/// <summary>A price a month makes a price an hour without end, and then what is due is rounded in its last digit.</summary>
public sealed class CostMeterRoundingTests
{
    [Fact]
    public void Dispose_RecordedOneDigitTooMuch_DoesNotThrow()
    {
        var scene = WhereRoundingGoesUp().Stop();

        scene.Budget.GetStatus().OpenReservations.Should().Be(0);
    }

    [Fact]
    public void Renew_RecordedOneDigitTooMuch_DoesNotThrowOnTheTimer() => WhereRoundingGoesUp().Jump(10).Meter.RenewIfDue().Should().BeTrue();

    private static MeterScene WhereRoundingGoesUp() => new MeterScene(limit: 1000m, clock: new ManualClock(isFrozen: true), ratePerHour: 30_000m / 730m)
        .Jump(62.5).Renew()
        .Jump(695).ChangeRate(0m);
}
