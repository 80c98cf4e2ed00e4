namespace BudgetEnforcement.Tests.Metering;

public sealed class CostMeterControlTests
{
    private const decimal OnePerSecond = 3600m;

    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _budget;

    public CostMeterControlTests() => _budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: _clock);

    [Fact]
    public void ChangeRate_Upwards_RecordsThePastAtTheOldRateAndHoldsASliceAtTheNew()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(1);

        meter.ChangeRate(3m * OnePerSecond);

        ShouldBe(spent: 1m, reserved: 15m);
        meter.RatePerHour.Should().Be(3m * OnePerSecond);
    }

    [Fact]
    public void ChangeRate_Downwards_FreesRoomAtOnce()
    {
        using var meter = _budget.StartMeter(20m * OnePerSecond);

        meter.ChangeRate(OnePerSecond);

        ShouldBe(spent: 0m, reserved: 5m);
    }

    [Fact]
    public void ChangeRate_ToOneThatDoesNotFit_ExhaustsAndChargesItAllTheSame()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(1);

        meter.ChangeRate(21m * OnePerSecond);
        var isExhausted = meter.ExhaustedToken.IsCancellationRequested;
        _clock.AdvanceSeconds(1);
        meter.Dispose();

        isExhausted.Should().BeTrue();
        ShouldBe(spent: 22m, reserved: 0m);
    }

    [Fact]
    public void ChangeRate_WhilePaused_ChargesItOnlyFromTheResumption()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        meter.Pause();
        _clock.AdvanceSeconds(10);
        meter.ChangeRate(2m * OnePerSecond);
        _clock.AdvanceSeconds(10);
        var paused = (_budget.Spent, _budget.Reserved, meter.IsRunning);

        meter.Resume();
        _clock.AdvanceSeconds(1);

        paused.Should().Be((0m, 0m, false));
        ShouldBe(spent: 0m, reserved: 10m);
        meter.Cost.Should().Be(2m);
    }

    [Fact]
    public void Pause_RecordsThePastAndHoldsNothing()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(1.5);

        meter.Pause();
        _clock.AdvanceSeconds(1000);

        ShouldBe(spent: 1.5m, reserved: 0m);
        (meter.IsRunning, meter.Cost, meter.PendingCost, meter.Elapsed).Should().Be((false, 1.5m, 0m, TimeSpan.FromSeconds(1.5)));
    }

    [Fact]
    public void Resume_HoldsASliceAndChargesFromThen()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        meter.Pause();
        _clock.AdvanceSeconds(100);

        meter.Resume();
        _clock.AdvanceSeconds(2.5);

        ShouldBe(spent: 2.5m, reserved: 5m);
        meter.Elapsed.Should().Be(TimeSpan.FromSeconds(2.5));
    }

    [Fact]
    public void Resume_WhileItRuns_DoesNothing()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(1);

        meter.Resume();
        _clock.AdvanceSeconds(1);

        meter.Cost.Should().Be(2m);
        ShouldBe(spent: 0m, reserved: 5m);
    }

    [Fact]
    public void Resume_WhereASliceDoesNotFit_ExhaustsAndChargesAllTheSame()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        meter.Pause();
        _budget.AddCost(96m);

        meter.Resume();
        var isExhausted = meter.ExhaustedToken.IsCancellationRequested;
        _clock.AdvanceSeconds(2);
        meter.Dispose();

        isExhausted.Should().BeTrue();
        ShouldBe(spent: 98m, reserved: 0m);
    }

    private void ShouldBe(decimal spent, decimal reserved)
    {
        var report = _budget.GetStatus();
        (report.Spent, report.Reserved).Should().Be((spent, reserved));
    }
}
