namespace BudgetEnforcement.Tests.Metering;

/// <summary>A price a month makes a price an hour without end, and then what is due is rounded in its last digit.</summary>
public sealed class CostMeterRoundingTests
{
    private const decimal Rate = 30_000m / 730m;

    private readonly ManualClock _clock = new(isFrozen: true);
    private readonly BudgetEnforcer _budget;

    public CostMeterRoundingTests() => _budget = new BudgetEnforcer(new BudgetOptions { Limit = 1000m }, timeProvider: _clock);

    [Fact]
    public void Dispose_RecordedOneDigitTooMuch_DoesNotThrow()
    {
        var meter = StartWhereRoundingGoesUp();

        meter.Invoking(m => m.Dispose()).Should().NotThrow();

        _budget.GetStatus().OpenReservations.Should().Be(0);
    }

    [Fact]
    public void Renew_RecordedOneDigitTooMuch_DoesNotThrowOnTheTimer()
    {
        using var meter = StartWhereRoundingGoesUp();
        _clock.Advance(TimeSpan.FromSeconds(10));

        meter.Invoking(m => m.RenewIfDue()).Should().NotThrow();
    }

    private CostMeter StartWhereRoundingGoesUp()
    {
        var meter = _budget.StartMeter(Rate);
        _clock.Advance(TimeSpan.FromSeconds(62.5));
        meter.RenewIfDue();
        _clock.Advance(TimeSpan.FromSeconds(695));
        meter.ChangeRate(0m);
        return meter;
    }
}
