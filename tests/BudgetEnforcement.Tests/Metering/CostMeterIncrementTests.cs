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
