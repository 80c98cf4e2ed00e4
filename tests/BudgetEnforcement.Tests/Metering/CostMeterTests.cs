namespace BudgetEnforcement.Tests.Metering;

/// <summary>The clock by hand, a rate of one a second, slices of five seconds: held ahead, renewed after each half slice.</summary>
public sealed class CostMeterTests
{
    private const decimal OnePerSecond = 3600m;

    private readonly ManualClock _clock = new();

    [Fact]
    public void StartMeter_HoldsOneSliceAndRecordsNothing()
    {
        var budget = Budget(10m);

        using var meter = budget.StartMeter(OnePerSecond);

        Numbers(budget).Should().Be((0m, 5m));
        (meter.IsRunning, meter.RatePerHour, meter.Cost, meter.Elapsed).Should().Be((true, OnePerSecond, 0m, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(1, 0.3)]
    [InlineData(5, 1.1)]
    [InlineData(7, 2.9)]
    public void Exhausted_WhateverThePhaseOfTheTimer_LeavesAQuarterOfASlicePaid(double slice, double offset)
    {
        var budget = Budget(100m);
        using var other = Budget(0m).StartMeter(0m, new CostMeterOptions { Slice = TimeSpan.FromSeconds(slice) });
        _clock.AdvanceSeconds(offset);
        using var meter = budget.StartMeter(OnePerSecond, new CostMeterOptions { Slice = TimeSpan.FromSeconds(slice) });
        var paid = decimal.MinValue;

        while (!meter.ExhaustedToken.IsCancellationRequested)
        {
            _clock.AdvanceSeconds(0.005);
            paid = budget.Spent + budget.Reserved - meter.Cost;
        }

        paid.Should().BeGreaterThanOrEqualTo((decimal)slice / 4m);
        meter.Cost.Should().BeLessThan(100m);
    }

    private static (decimal Spent, decimal Reserved) Numbers(BudgetEnforcer budget)
    {
        var report = budget.GetStatus();
        return (report.Spent, report.Reserved);
    }

    private BudgetEnforcer Budget(decimal limit) => new(new BudgetOptions { Limit = limit }, timeProvider: _clock);
}
