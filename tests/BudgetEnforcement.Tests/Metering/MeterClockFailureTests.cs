using Microsoft.Extensions.Logging.Testing;
using static BudgetEnforcement.Tests.Metering.Meters;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>A clock is foreign code: it may fail once, or for good, at every call.</summary>
public sealed class MeterClockFailureTests
{
    private const decimal OnePerSecond = MeterScene.OnePerSecond;
    private const int Always = int.MaxValue;

    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _logger = new();

    [Theory]
    [InlineData(0, true)]
    [InlineData(60, true)]
    [InlineData(0, false)]
    public void StartMeter_ClockThatFails_HoldsNothingAndKeepsNoMeterThatNobodyHas(int increment, bool cannotMakeTimers)
    {
        var budget = _clock.Budget(100m, _logger);
        _clock.CannotMakeTimers = cannotMakeTimers;
        _clock.FailingTimestamps = cannotMakeTimers ? 0 : 1;

        budget.Invoking(it => it.StartMeter(OnePerSecond, By(increment))).Should().Throw<NotSupportedException>();

        (budget.Numbers(), _clock.Timers).Should().Be(((0m, 0m), 0));
        _clock.CannotMakeTimers = false;
        budget.StartMeter(OnePerSecond).Dispose();
        _clock.Timers.Should().Be(0);
    }

    [Fact]
    public void StartMeter_ClockThatCannotSetTheTimerSooner_HoldsNothingAndLeavesTheOthers()
    {
        var budget = _clock.Budget(100m, _logger);
        using var slow = budget.StartMeter(1m, new CostMeterOptions { Slice = TimeSpan.FromHours(1) });
        _clock.CannotSetTimers = true;

        budget.Invoking(it => it.StartMeter(OnePerSecond)).Should().Throw<NotSupportedException>();

        budget.Numbers().Should().Be((0m, 1m));
        _clock.CannotSetTimers = false;
        _clock.AdvanceBy(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        budget.Spent.Should().Be(1m);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnyChange_ClockThatFailsOnce_ThrowsAndChangesNothing(bool isPaused)
    {
        var scene = Scene();
        if (isPaused)
            scene.Pause();
        scene.Pass(1);

        foreach (var change in new Action[] { isPaused ? scene.Meter.Resume : scene.Meter.Pause, () => scene.ChangeRate(2m) })
        {
            scene.FailReadings(1);
            change.Should().Throw<NotSupportedException>();
        }

        (scene.Meter.IsRunning, scene.Meter.RatePerHour).Should().Be((!isPaused, OnePerSecond));
        scene.ShouldHave(spent: 0m, reserved: isPaused ? 0m : 5m);
    }

    [Fact]
    public void Resume_ClockThatCannotMakeTimers_StaysPaused()
    {
        var scene = Scene().Pause();
        _clock.CannotMakeTimers = true;

        scene.Invoking(it => it.Resume()).Should().Throw<NotSupportedException>();
        scene.Pass(10).ShouldRead(cost: 0m, isRunning: false).ShouldHave(spent: 0m, reserved: 0m);

        _clock.CannotMakeTimers = false;
        scene.Resume().Pass(2.5).ShouldHave(spent: 2.5m, reserved: 5m);
    }

    [Fact]
    public void Tick_ClockThatFailsOnce_IsLoggedAndTriesAgain()
    {
        var scene = Scene().Pass(2.4).FailReadings(1).Pass(5);

        var report = scene.Budget.GetStatus();
        report.Spent.Should().BeGreaterThan(5m);
        report.Overage.Should().Be(0m);
        FailureIsLogged();
    }

    [Fact]
    public void Tick_ClockThatCannotSetItsTimer_GoesOn()
    {
        var scene = Scene().Pass(2.5);

        _clock.CannotSetTimers = true;

        scene.Pass(20).Stop().ShouldHave(spent: 22.5m, reserved: 0m, overage: 0m);
        FailureIsLogged();
    }

    [Fact]
    public void Dispose_ClockThatFailsOnce_RecordsTheExactCost() => Scene()
        .Pass(1.5).FailReadings(1).Stop()
        .ShouldHave(spent: 1.5m, reserved: 0m);

    [Fact]
    public void Dispose_ClockThatFailsForGood_EndsWithWhatIsHeldAndIsLogged()
    {
        Scene()
            .Pass(2.5).FailReadings(Always).Stop()
            .FailReadings(0).ShouldHave(spent: 7.5m, reserved: 0m).ShouldRead(cost: 7.5m, isRunning: false);

        _clock.Timers.Should().Be(0);
        FailureIsLogged();
    }

    [Fact]
    public void Dispose_PausedAndClockThatFailsForGood_ChargesNothingMore() => Scene()
        .Pass(1).Pause().FailReadings(Always).Stop()
        .FailReadings(0).ShouldHave(spent: 1m, reserved: 0m);

    [Fact]
    public void Dispose_ClockThatFailsForGoodAfterMoreWasSeenThanHeld_EndsAtWhatWasSeen() => new MeterScene(clock: new ManualClock(isFrozen: true))
        .Pass(9).ShouldRead(cost: 9m)
        .FailReadings(Always).Stop().ShouldHave(spent: 9m, reserved: 0m);

    private MeterScene Scene() => new(clock: _clock, logger: _logger);

    private void FailureIsLogged() => Waiting.Until(() => _logger.Collector.GetSnapshot().Any(record => record.Id.Name == "MeterFailed"));
}
