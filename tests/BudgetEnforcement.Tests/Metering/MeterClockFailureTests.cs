using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>A clock is foreign code: it may fail once, or for good, wherever it is called.</summary>
public sealed class MeterClockFailureTests
{
    private const decimal OnePerSecond = 3600m;
    private const int Always = int.MaxValue;

    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _logger = new();
    private readonly BudgetEnforcer _budget;

    public MeterClockFailureTests() => _budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, _logger, _clock);

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public void StartMeter_ClockThatCannotMakeTimers_HoldsAndRecordsNothing(int increment)
    {
        _clock.CannotMakeTimers = true;

        var start = () => _budget.StartMeter(OnePerSecond, new CostMeterOptions { Increment = TimeSpan.FromSeconds(increment) });

        start.Should().Throw<NotSupportedException>();
        ShouldBe(spent: 0m, reserved: 0m);
    }

    [Fact]
    public void StartMeter_ClockThatCannotMakeTimersAtFirst_KeepsNoMeterThatNobodyHas()
    {
        _clock.CannotMakeTimers = true;
        _budget.Invoking(budget => budget.StartMeter(OnePerSecond)).Should().Throw<NotSupportedException>();

        _clock.CannotMakeTimers = false;
        _budget.StartMeter(OnePerSecond).Dispose();

        _clock.Timers.Should().Be(0);
    }

    [Fact]
    public void StartMeter_ClockThatCannotSetTheTimerSooner_HoldsNothingAndLeavesTheOthers()
    {
        using var slow = _budget.StartMeter(1m, new CostMeterOptions { Slice = TimeSpan.FromHours(1) });
        _clock.CannotSetTimers = true;

        var start = () => _budget.StartMeter(OnePerSecond);

        start.Should().Throw<NotSupportedException>();
        ShouldBe(spent: 0m, reserved: 1m);
        _clock.CannotSetTimers = false;
        _clock.AdvanceBy(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        _budget.Spent.Should().Be(1m);
    }

    [Fact]
    public void StartMeter_ClockThatFailsOnce_ThrowsAndHoldsNothing()
    {
        _clock.FailingTimestamps = 1;

        var start = () => _budget.StartMeter(OnePerSecond);

        start.Should().Throw<NotSupportedException>();
        ShouldBe(spent: 0m, reserved: 0m);
        _clock.Timers.Should().Be(0);
    }

    [Fact]
    public void AnyChange_ClockThatFailsOnce_ThrowsAndChangesNothing()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        using var paused = _budget.StartMeter(OnePerSecond);
        paused.Pause();
        _clock.AdvanceSeconds(1);

        foreach (var change in new Action[] { meter.Pause, () => meter.ChangeRate(1m), paused.Resume, () => paused.ChangeRate(1m) })
        {
            _clock.FailingTimestamps = 1;
            change.Should().Throw<NotSupportedException>();
        }

        (meter.IsRunning, meter.RatePerHour, paused.IsRunning, paused.RatePerHour).Should().Be((true, OnePerSecond, false, OnePerSecond));
        ShouldBe(spent: 0m, reserved: 5m);
    }

    [Fact]
    public void Resume_ClockThatCannotMakeTimers_StaysPaused()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        meter.Pause();
        _clock.CannotMakeTimers = true;

        meter.Invoking(m => m.Resume()).Should().Throw<NotSupportedException>();
        _clock.AdvanceSeconds(10);

        (meter.IsRunning, meter.Cost).Should().Be((false, 0m));
        ShouldBe(spent: 0m, reserved: 0m);
        _clock.CannotMakeTimers = false;
        meter.Resume();
        _clock.AdvanceSeconds(2.5);
        ShouldBe(spent: 2.5m, reserved: 5m);
    }

    [Fact]
    public void Tick_ClockThatFailsOnce_IsLoggedAndTriesAgain()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(2.4);

        _clock.FailingTimestamps = 1;
        _clock.AdvanceSeconds(5);

        _budget.Spent.Should().BeGreaterThan(5m);
        Logged("MeterFailed");
        _budget.GetStatus().Overage.Should().Be(0m);
    }

    [Fact]
    public void Tick_ClockThatCannotSetItsTimer_GoesOn()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(2.5);

        _clock.CannotSetTimers = true;
        _clock.AdvanceSeconds(20);
        meter.Dispose();

        ShouldBe(spent: 22.5m, reserved: 0m);
        _budget.GetStatus().Overage.Should().Be(0m);
        Logged("MeterFailed");
    }

    [Fact]
    public void Dispose_ClockThatFailsOnce_RecordsTheExactCost()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(1.5);

        _clock.FailingTimestamps = 1;
        meter.Dispose();

        ShouldBe(spent: 1.5m, reserved: 0m);
    }

    [Fact]
    public void Dispose_ClockThatFailsForGood_EndsWithWhatIsHeldAndIsLogged()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(2.5);

        _clock.FailingTimestamps = Always;
        meter.Dispose();
        _clock.FailingTimestamps = 0;

        ShouldBe(spent: 7.5m, reserved: 0m);
        (meter.IsRunning, meter.Cost, _clock.Timers).Should().Be((false, 7.5m, 0));
        Logged("MeterFailed");
    }

    [Fact]
    public void Dispose_PausedAndClockThatFailsForGood_ChargesNothingMore()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(1);
        meter.Pause();

        _clock.FailingTimestamps = Always;
        meter.Dispose();
        _clock.FailingTimestamps = 0;

        ShouldBe(spent: 1m, reserved: 0m);
    }

    [Fact]
    public void Dispose_ClockThatFailsForGoodAfterMoreWasSeenThanHeld_EndsAtWhatWasSeen()
    {
        var frozen = new ManualClock(isFrozen: true);
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: frozen);
        var meter = budget.StartMeter(OnePerSecond);
        frozen.AdvanceSeconds(9);
        meter.Cost.Should().Be(9m);

        frozen.FailingTimestamps = Always;
        meter.Dispose();

        (budget.Spent, budget.Reserved).Should().Be((9m, 0m));
    }

    private void ShouldBe(decimal spent, decimal reserved) => (_budget.Spent, _budget.Reserved).Should().Be((spent, reserved));

    private void Logged(string name) => SpinWait.SpinUntil(
        () => _logger.Collector.GetSnapshot().Any(record => record.Id.Name == name), TimeSpan.FromMinutes(1)).Should().BeTrue();
}
