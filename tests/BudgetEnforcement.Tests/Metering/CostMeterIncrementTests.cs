using static BudgetEnforcement.Tests.Metering.Meters;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>Time that is billed by the started minute, and at least so long.</summary>
public sealed class CostMeterIncrementTests
{
    [Theory]
    [InlineData(0, 60)]
    [InlineData(0.0000001, 60)]
    [InlineData(60, 60)]
    [InlineData(60.0000001, 120)]
    [InlineData(119, 120)]
    [InlineData(120, 120)]
    public void Dispose_BilledByTheMinute_ChargesEachThatHasBegun(double seconds, int billed) => Billed(By(increment: 60))
        .Pass(seconds).Stop()
        .ShouldHave(spent: billed, reserved: 0m)
        .ShouldRead(cost: billed, seconds: seconds);

    [Theory]
    [InlineData(0, 90)]
    [InlineData(89, 90)]
    [InlineData(90.5, 90.5)]
    public void Dispose_WithAMinimum_ChargesThatAtLeast(double seconds, double billed) => Billed(By(minimum: 90))
        .Pass(seconds).Stop()
        .ShouldHave(spent: (decimal)billed, reserved: 0m);

    [Fact]
    public void StartMeter_BilledByTheMinute_RecordsTheFirstAtOnce() => Billed(By(increment: 60))
        .ShouldHave(spent: 60m, reserved: 0m)
        .ShouldRead(cost: 60m, pending: 0m);

    [Fact]
    public void Tick_NextIncrementBeginsWithinTheSlice_HoldsIt() => Billed(By(increment: 60))
        .Pass(57.5).ShouldHave(spent: 60m, reserved: 60m)
        .Pass(5).ShouldHave(spent: 120m, reserved: 0m);

    [Fact]
    public void Tick_NextIncrementDoesNotFit_IsExhaustedBeforeItBegins() => new MeterScene(limit: 119m, By(increment: 60))
        .Pass(58.5).ShouldBeExhausted(false)
        .Pass(0.5).Stop().ShouldBeExhausted()
        .ShouldHave(spent: 60m, reserved: 0m, overage: 0m);

    [Fact]
    public void Resume_WithRoomForTheIncrement_CountsNoOverage()
    {
        var report = Billed(By(increment: 60)).Pause().Resume().Budget.GetStatus();

        (report.Overage, report.OpenReservations).Should().Be((0m, 1L));
    }

    [Fact]
    public void Resume_BeginsAnIncrementOfItsOwn() => Billed(By(increment: 60))
        .Pass(10).Pause().ShouldHave(spent: 60m, reserved: 0m)
        .Resume().Pass(60).Stop().ShouldHave(spent: 120m, reserved: 0m)
        .ShouldRead(cost: 120m, seconds: 70);

    [Fact]
    public void Resume_MinimumDoesNotFit_ExhaustsAndChargesItAllTheSame() => Billed(By(minimum: 60))
        .Pause().OthersSpend(900m).Resume().ShouldBeExhausted()
        .Stop().ShouldHave(spent: 1020m, reserved: 0m);

    [Fact]
    public void StartMeter_LongestIncrementAtTheLargestRate_Starts()
    {
        var budget = new ManualClock().Budget(decimal.MaxValue);

        using var meter = budget.StartMeter(1_000_000_000_000m, new CostMeterOptions { Increment = CostMeterOptions.LongestIncrement });

        budget.Spent.Should().Be(24_000_000_000_000m);
    }

    private static MeterScene Billed(CostMeterOptions terms) => new(limit: 1000m, terms);
}
