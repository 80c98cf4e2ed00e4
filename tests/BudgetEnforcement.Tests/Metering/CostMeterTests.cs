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

    [Fact]
    public void Tick_HalfASlicePassed_RecordsItAndHoldsTheNextSlice()
    {
        var budget = Budget(100m);
        using var meter = budget.StartMeter(OnePerSecond);

        _clock.AdvanceSeconds(2.5);

        Numbers(budget).Should().Be((2.5m, 5m));
    }

    [Fact]
    public void Tick_LessThanHalfASlicePassed_LeavesTheHold()
    {
        var budget = Budget(100m);
        using var meter = budget.StartMeter(OnePerSecond);

        _clock.AdvanceSeconds(2.4);

        Numbers(budget).Should().Be((0m, 5m));
        (meter.Cost, meter.PendingCost).Should().Be((2.4m, 2.4m));
    }

    [Fact]
    public void Tick_NextSliceDoesNotFit_CancelsTheTokenBeforeTheLimitIsPassed()
    {
        var budget = Budget(10m);
        using var meter = budget.StartMeter(OnePerSecond);

        _clock.AdvanceSeconds(8.7);
        var early = meter.ExhaustedToken.IsCancellationRequested;
        _clock.AdvanceSeconds(0.05);

        early.Should().BeFalse();
        meter.ExhaustedToken.IsCancellationRequested.Should().BeTrue();
        Numbers(budget).Should().Be((5m, 5m));
    }

    [Fact]
    public void Tick_NextSliceMissesByTheSmallestAmount_IsExhausted()
    {
        var budget = Budget(7.4999999999999999999999999999m);
        using var meter = budget.StartMeter(OnePerSecond);

        _clock.AdvanceSeconds(3.75);

        meter.ExhaustedToken.IsCancellationRequested.Should().BeTrue();
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

    [Fact]
    public void Dispose_BetweenTicks_RecordsTheExactTimeAndFreesTheRest()
    {
        var budget = Budget(100m);
        var meter = budget.StartMeter(OnePerSecond);

        _clock.Advance(TimeSpan.FromTicks(61_234_567));
        meter.Dispose();
        _clock.AdvanceSeconds(60);

        Numbers(budget).Should().Be((6.1234567m, 0m));
        (meter.Cost, meter.PendingCost, meter.IsRunning).Should().Be((6.1234567m, 0m, false));
        meter.Elapsed.Should().Be(TimeSpan.FromTicks(61_234_567));
    }

    [Fact]
    public void Dispose_AfterExhaustionInsideWhatIsHeld_EndsInsideTheLimit()
    {
        var budget = Budget(10m);
        var meter = budget.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(8.75);

        _clock.AdvanceSeconds(1.25);
        meter.Dispose();

        Numbers(budget).Should().Be((10m, 0m));
        budget.GetStatus().Overage.Should().Be(0m);
    }

    [Fact]
    public void Tick_JobThatRunsOnAfterExhaustion_RecordsTheTruth()
    {
        var budget = Budget(10m);
        var meter = budget.StartMeter(OnePerSecond);

        _clock.AdvanceSeconds(25);
        var seen = (budget.Spent, budget.Reserved, budget.IsBudgetExceeded);
        _clock.AdvanceSeconds(1);
        meter.Dispose();

        seen.Should().Be((25m, 0m, true));
        Numbers(budget).Should().Be((26m, 0m));
    }

    [Fact]
    public void Tick_TopUpAfterExhaustion_HoldsAgainButTheTokenStaysCancelled()
    {
        var budget = Budget(10m);
        using var meter = budget.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(8.75);

        budget.UpdateLimit(100m);
        _clock.AdvanceSeconds(1.25);

        Numbers(budget).Should().Be((10m, 5m));
        meter.ExhaustedToken.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Tick_TopUpAfterOverrun_HoldsAgain()
    {
        var budget = Budget(10m);
        using var meter = budget.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(20);

        budget.UpdateLimit(100m);
        _clock.AdvanceSeconds(2.5);

        Numbers(budget).Should().Be((21.25m, 5m));
    }

    [Fact]
    public void Tick_CallsTakeTheRoom_ExhaustsTheMeter()
    {
        var budget = Budget(100m);
        using var meter = budget.StartMeter(OnePerSecond);

        var fits = budget.TryAddCost(95m);
        _clock.AdvanceSeconds(3.75);

        fits.Should().BeTrue();
        meter.ExhaustedToken.IsCancellationRequested.Should().BeTrue();
        budget.IsBudgetExceeded.Should().BeFalse();
    }

    private static (decimal Spent, decimal Reserved) Numbers(BudgetEnforcer budget)
    {
        var report = budget.GetStatus();
        return (report.Spent, report.Reserved);
    }

    private BudgetEnforcer Budget(decimal limit) => new(new BudgetOptions { Limit = limit }, timeProvider: _clock);
}
