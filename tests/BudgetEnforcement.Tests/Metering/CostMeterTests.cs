using static BudgetEnforcement.Tests.Metering.Meters;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>The clock by hand, a rate of one a second, slices of five seconds: held ahead, renewed after each half slice.</summary>
public sealed class CostMeterTests
{
    [Fact]
    public void StartMeter_HoldsOneSliceAndRecordsNothing()
    {
        var scene = new MeterScene(limit: 10m).ShouldHave(spent: 0m, reserved: 5m).ShouldRead(cost: 0m, seconds: 0, isRunning: true);

        scene.Meter.RatePerHour.Should().Be(MeterScene.OnePerSecond);
    }

    [Fact]
    public void Tick_HalfASlicePassed_RecordsItAndHoldsTheNextSlice() => new MeterScene()
        .Pass(2.4).ShouldHave(spent: 0m, reserved: 5m).ShouldRead(cost: 2.4m, pending: 2.4m)
        .Pass(0.1).ShouldHave(spent: 2.5m, reserved: 5m);

    [Fact]
    public void Tick_NextSliceDoesNotFit_CancelsTheTokenBeforeTheLimitIsPassed() => new MeterScene(limit: 10m)
        .Pass(8.7).ShouldBeExhausted(false)
        .Pass(0.05).ShouldBeExhausted()
        .ShouldHave(spent: 5m, reserved: 5m);

    [Fact]
    public void Tick_NextSliceMissesByTheSmallestAmount_IsExhausted() => new MeterScene(limit: 7.4999999999999999999999999999m)
        .Pass(3.75).ShouldBeExhausted();

    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(1, 0.3)]
    [InlineData(5, 1.1)]
    [InlineData(7, 2.9)]
    public void Exhausted_WhateverThePhaseOfTheTimer_LeavesAQuarterOfASlicePaid(double slice, double offset)
    {
        var clock = new ManualClock();
        using var other = clock.Budget(0m).StartMeter(0m, Slices(slice));
        clock.AdvanceSeconds(offset);
        var scene = new MeterScene(options: Slices(slice), clock: clock);
        var paid = decimal.MinValue;

        while (!scene.IsExhausted)
        {
            scene.Pass(0.005);
            paid = scene.Budget.Spent + scene.Budget.Reserved - scene.Meter.Cost;
        }

        paid.Should().BeGreaterThanOrEqualTo((decimal)slice / 4m);
        scene.Meter.Cost.Should().BeLessThan(100m);
    }

    [Fact]
    public void Dispose_BetweenTicks_RecordsTheExactTimeAndFreesTheRest() => new MeterScene()
        .Jump(6.1234567).Stop().Pass(60)
        .ShouldHave(spent: 6.1234567m, reserved: 0m)
        .ShouldRead(cost: 6.1234567m, pending: 0m, seconds: 6.1234567, isRunning: false);

    [Fact]
    public void Dispose_AfterExhaustionInsideWhatIsHeld_EndsInsideTheLimit() => new MeterScene(limit: 10m)
        .Pass(8.75).Pass(1.25).Stop()
        .ShouldHave(spent: 10m, reserved: 0m, overage: 0m);

    [Fact]
    public void Tick_JobThatRunsOnAfterExhaustion_RecordsTheTruth() => new MeterScene(limit: 10m)
        .Pass(25).ShouldHave(spent: 25m, reserved: 0m).ShouldBeExceeded()
        .Pass(1).Stop().ShouldHave(spent: 26m, reserved: 0m);

    [Fact]
    public void Tick_TopUpAfterExhaustion_HoldsAgainButTheTokenStaysCancelled() => new MeterScene(limit: 10m)
        .Pass(8.75).TopUp(100m).Pass(1.25)
        .ShouldHave(spent: 10m, reserved: 5m)
        .ShouldBeExhausted();

    [Fact]
    public void Tick_TopUpAfterOverrun_HoldsAgain() => new MeterScene(limit: 10m)
        .Pass(20).TopUp(100m).Pass(2.5)
        .ShouldHave(spent: 21.25m, reserved: 5m);

    [Fact]
    public void Tick_CallsTakeTheRoom_ExhaustsTheMeter() => new MeterScene()
        .OthersSpend(95m).Pass(3.75)
        .ShouldBeExhausted()
        .ShouldBeExceeded(false);
}
