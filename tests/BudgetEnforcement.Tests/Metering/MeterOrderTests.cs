namespace BudgetEnforcement.Tests.Metering;

/// <summary>Each request reads the clock before it is in line, so another may overtake it in between; here the clock itself makes that happen.</summary>
public sealed class MeterOrderTests
{
    private const decimal OnePerSecond = 3600m;

    private readonly ManualClock _clock = new(isFrozen: true) { Frequency = 1 };
    private readonly BudgetEnforcer _budget;

    public MeterOrderTests() => _budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: _clock);

    [Fact]
    public void Resume_ClockReadBeforeTheLastRequest_ChargesNoTimeTwice()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        SetSeconds(10);
        meter.Pause();

        SetSeconds(8);
        meter.Resume();
        SetSeconds(11);
        meter.Dispose();

        _budget.Spent.Should().Be(11m);
    }

    [Fact]
    public void ChangeRate_ClockReadBeforeTheLastRequest_ChargesNoTimeTwice()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        SetSeconds(10);
        meter.ChangeRate(2m * OnePerSecond);

        SetSeconds(8);
        meter.ChangeRate(3m * OnePerSecond);
        SetSeconds(11);
        meter.Dispose();

        _budget.Spent.Should().Be(13m);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Resume_OvertakenByDisposal_HoldsNothing(bool isPaused)
    {
        var meter = _budget.StartMeter(OnePerSecond);
        if (isPaused)
            meter.Pause();
        _clock.AtNextTimestamp(meter.Dispose);

        meter.Resume();
        SetSeconds(10);

        (meter.IsRunning, meter.Cost, _budget.Reserved, _budget.Spent).Should().Be((false, 0m, 0m, 0m));
    }

    [Fact]
    public void ChangeRate_OvertakenByDisposal_HoldsNothing()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        _clock.AtNextTimestamp(meter.Dispose);

        meter.ChangeRate(2m * OnePerSecond);
        SetSeconds(10);

        (meter.IsRunning, meter.Cost, _budget.Reserved, _budget.Spent).Should().Be((false, 0m, 0m, 0m));
    }

    [Fact]
    public void Renew_OvertakenByDisposal_HoldsNothing()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        SetSeconds(3);
        _clock.AtNextTimestamp(meter.Dispose);

        meter.RenewIfDue();

        (meter.IsRunning, meter.Cost, _budget.Reserved, _budget.Spent).Should().Be((false, 3m, 0m, 3m));
    }

    [Fact]
    public void Dispose_ClockOfOneTickASecond_CountsWholeSeconds()
    {
        var meter = _budget.StartMeter(OnePerSecond, new CostMeterOptions { Slice = TimeSpan.FromSeconds(0.1) });

        SetSeconds(7);
        meter.Dispose();

        (_budget.Spent, meter.Elapsed).Should().Be((7m, TimeSpan.FromSeconds(7)));
    }

    private void SetSeconds(int seconds) => _clock.Set(ManualClock.Noon, TimeSpan.FromSeconds(seconds));
}
