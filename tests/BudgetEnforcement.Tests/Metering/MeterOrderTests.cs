using static BudgetEnforcement.Tests.Metering.Meters;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>Each request reads the clock before it is in line, so another may overtake it in between; here the clock itself makes that happen.</summary>
public sealed class MeterOrderTests
{
    [Fact]
    public void Resume_ClockReadBeforeTheLastRequest_ChargesNoTimeTwice() => Scene()
        .At(10).Pause()
        .At(8).Resume()
        .At(11).Stop().ShouldHave(spent: 11m, reserved: 0m);

    [Fact]
    public void ChangeRate_ClockReadBeforeTheLastRequest_ChargesNoTimeTwice() => Scene()
        .At(10).ChangeRate(2m)
        .At(8).ChangeRate(3m)
        .At(11).Stop().ShouldHave(spent: 13m, reserved: 0m);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Resume_OvertakenByDisposal_HoldsNothing(bool isPaused) => (isPaused ? Scene().Pause() : Scene())
        .StopInsideTheNextRequest().Resume().At(10)
        .ShouldRead(cost: 0m, isRunning: false)
        .ShouldHave(spent: 0m, reserved: 0m);

    [Fact]
    public void ChangeRate_OvertakenByDisposal_HoldsNothing() => Scene()
        .StopInsideTheNextRequest().ChangeRate(2m).At(10)
        .ShouldRead(cost: 0m, isRunning: false)
        .ShouldHave(spent: 0m, reserved: 0m);

    [Fact]
    public void Renew_OvertakenByDisposal_HoldsNothing() => Scene()
        .At(3).StopInsideTheNextRequest().Renew()
        .ShouldRead(cost: 3m, isRunning: false)
        .ShouldHave(spent: 3m, reserved: 0m);

    [Fact]
    public void Dispose_ClockOfOneTickASecond_CountsWholeSeconds() => Scene(Slices(0.1))
        .At(7).Stop()
        .ShouldHave(spent: 7m, reserved: 0m)
        .ShouldRead(cost: 7m, seconds: 7);

    [Fact]
    public void Dispose_WhileARenewalIsRefused_LeavesNoMeterThatIsLookedAtForEver()
    {
        var clock = new ManualClock();
        var team = clock.Budget(100m);
        var job = team.CreateChild(new BudgetOptions { Limit = 1000m, Period = BudgetPeriod.Daily });
        var meter = job.StartMeter(MeterScene.OnePerSecond, Slices(4));
        team.Reserve(team.Available);

        // The day ends at the reading of the renewal itself, so its handlers are called between the refusal and what follows from it.
        var readings = 0;
        clock.OnCalendar = () =>
        {
            if (++readings == 3)
                clock.SetCalendar(ManualClock.Noon.AddDays(1));
        };
        job.PeriodEnded += (_, _) => meter.Dispose();
        meter.ChangeRate(2m * MeterScene.OnePerSecond);

        (meter.IsRunning, meter.RenewAt, clock.Timers).Should().Be((false, CostMeter.NotDue, 0));
    }

    private static MeterScene Scene(CostMeterOptions? options = null) => new(options: options, clock: new ManualClock(isFrozen: true) { Frequency = 1 });
}
