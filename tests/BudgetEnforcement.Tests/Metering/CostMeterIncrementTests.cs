namespace BudgetEnforcement.Tests.Metering;

/// <summary>Time that is billed by the started minute, and at least so long.</summary>
public sealed class CostMeterIncrementTests
{
    private const decimal OnePerSecond = 3600m;

    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _budget;

    public CostMeterIncrementTests() => _budget = new BudgetEnforcer(new BudgetOptions { Limit = 1000m }, timeProvider: _clock);

    [Theory]
    [InlineData(0, 60)]
    [InlineData(0.0000001, 60)]
    [InlineData(60, 60)]
    [InlineData(60.0000001, 120)]
    [InlineData(119, 120)]
    [InlineData(120, 120)]
    public void Dispose_BilledByTheMinute_ChargesEachThatHasBegun(double seconds, int billed)
    {
        var meter = _budget.StartMeter(OnePerSecond, By(increment: 60));

        _clock.AdvanceSeconds(seconds);
        meter.Dispose();

        Numbers.Should().Be((billed, 0m));
        (meter.Cost, meter.Elapsed).Should().Be((billed, TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(0, 90)]
    [InlineData(89, 90)]
    [InlineData(90.5, 90.5)]
    public void Dispose_WithAMinimum_ChargesThatAtLeast(double seconds, double billed)
    {
        var meter = _budget.StartMeter(OnePerSecond, By(minimum: 90));

        _clock.AdvanceSeconds(seconds);
        meter.Dispose();

        Numbers.Should().Be(((decimal)billed, 0m));
    }

    [Fact]
    public void StartMeter_BilledByTheMinute_RecordsTheFirstAtOnce()
    {
        using var meter = _budget.StartMeter(OnePerSecond, By(increment: 60));

        Numbers.Should().Be((60m, 0m));
        (meter.Cost, meter.PendingCost).Should().Be((60m, 0m));
    }

    [Fact]
    public void Tick_NextIncrementBeginsWithinTheSlice_HoldsIt()
    {
        using var meter = _budget.StartMeter(OnePerSecond, By(increment: 60));

        _clock.AdvanceSeconds(57.5);
        var before = Numbers;
        _clock.AdvanceSeconds(5);

        before.Should().Be((60m, 60m));
        Numbers.Should().Be((120m, 0m));
    }

    [Fact]
    public void Tick_NextIncrementDoesNotFit_IsExhaustedBeforeItBegins()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 119m }, timeProvider: _clock);
        var meter = budget.StartMeter(OnePerSecond, By(increment: 60));

        _clock.AdvanceSeconds(58.5);
        var early = meter.ExhaustedToken.IsCancellationRequested;
        _clock.AdvanceSeconds(0.5);
        meter.Dispose();

        (early, meter.ExhaustedToken.IsCancellationRequested).Should().Be((false, true));
        (budget.Spent, budget.Reserved, budget.GetStatus().Overage).Should().Be((60m, 0m, 0m));
    }

    [Fact]
    public void Resume_BeginsAnIncrementOfItsOwn()
    {
        var meter = _budget.StartMeter(OnePerSecond, By(increment: 60));
        _clock.AdvanceSeconds(10);
        meter.Pause();
        var paused = Numbers;

        meter.Resume();
        _clock.AdvanceSeconds(60);
        meter.Dispose();

        paused.Should().Be((60m, 0m));
        Numbers.Should().Be((120m, 0m));
        meter.Elapsed.Should().Be(TimeSpan.FromSeconds(70));
    }

    [Fact]
    public void Resume_MinimumDoesNotFit_ExhaustsAndChargesItAllTheSame()
    {
        var meter = _budget.StartMeter(OnePerSecond, By(minimum: 60));
        meter.Pause();
        _budget.AddCost(900m);

        meter.Resume();

        meter.ExhaustedToken.IsCancellationRequested.Should().BeTrue();
        meter.Dispose();
        Numbers.Should().Be((1020m, 0m));
    }

    [Fact]
    public void StartMeter_LongestIncrementAtTheLargestRate_Starts()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = decimal.MaxValue }, timeProvider: _clock);

        using var meter = budget.StartMeter(1_000_000_000_000m, new CostMeterOptions { Increment = CostMeterOptions.LongestIncrement });

        budget.Spent.Should().Be(24_000_000_000_000m);
    }

    private static CostMeterOptions By(double increment = 0, double minimum = 0) =>
        new() { Increment = TimeSpan.FromSeconds(increment), Minimum = TimeSpan.FromSeconds(minimum) };

    private (decimal Spent, decimal Reserved) Numbers
    {
        get
        {
            var report = _budget.GetStatus();
            return (report.Spent, report.Reserved);
        }
    }
}
