using BudgetEnforcement.Demo.Train;
using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.Tests.Demo;

public sealed class MachineMeterTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Settle_AfterSomeTime_RecordsItsPrice()
    {
        var (budget, meter) = Start(limit: 10m, rate: 3.6m);

        _clock.Advance(TimeSpan.FromSeconds(250));
        var span = meter.Settle();

        span.Should().Be(TimeSpan.FromSeconds(250));
        budget.Spent.Should().Be(0.25m);
    }

    [Fact]
    public void Settle_ThousandsOfTimes_RoundsUpOnceAndNotEachTime()
    {
        // A tick of this machine costs 2.7…e-11: each rounded up alone would be nearly four hundredths too much.
        var (budget, meter) = Start(limit: 10m, rate: 1m);

        for (var i = 0; i < 3_600; i++)
        {
            _clock.Advance(TimeSpan.FromTicks(1));
            meter.Settle();
        }

        budget.Spent.Should().Be(0.0000001m);
    }

    [Fact]
    public void TryHold_BeyondWhatIsLeft_IsRefusedAndHoldsNothing()
    {
        var (budget, meter) = Start(limit: 1m, rate: 3600m);

        meter.TryHold(TimeSpan.FromSeconds(0.91)).Should().BeFalse("0.1 is held for the landing");
        budget.Reserved.Should().Be(0.1m);
        meter.TryHold(TimeSpan.FromSeconds(0.9)).Should().BeTrue();
        budget.Available.Should().Be(0m);
    }

    [Fact]
    public void Settle_WithTimeHeld_GivesBackWhatWasNotUsed()
    {
        var (budget, meter) = Start(limit: 1m, rate: 3600m);
        meter.TryHold(TimeSpan.FromSeconds(0.5)).Should().BeTrue();

        _clock.Advance(TimeSpan.FromSeconds(0.2));
        meter.Settle();

        budget.Spent.Should().Be(0.2m);
        budget.Reserved.Should().Be(0.1m);
    }

    [Fact]
    public void Settle_OfMoreTimeThanWasHeld_RecordsAllOfIt()
    {
        var (budget, meter) = Start(limit: 1m, rate: 3600m);
        meter.TryHold(TimeSpan.FromSeconds(0.5)).Should().BeTrue();

        _clock.Advance(TimeSpan.FromSeconds(3));
        meter.Settle();

        budget.Spent.Should().Be(3m);
        budget.IsBudgetExceeded.Should().BeTrue();
    }

    [Fact]
    public void Land_Twice_RecordsTheTimeOfBothAndLeavesNothingHeld()
    {
        var (budget, meter) = Start(limit: 1m, rate: 3600m);

        _clock.Advance(TimeSpan.FromSeconds(0.05));
        meter.Land();
        _clock.Advance(TimeSpan.FromSeconds(0.01));
        meter.Land();

        budget.Spent.Should().Be(0.06m);
        budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public void TryStart_WithoutRoomForTheLanding_IsRefused()
    {
        var meter = new MachineMeter(new BudgetEnforcer(0.09m), 3600m, _clock);

        meter.TryStart(TimeSpan.FromSeconds(0.1)).Should().BeFalse();
    }

    [Fact]
    public void TimeFor_AnAmount_IsHowLongItLasts()
    {
        var meter = new MachineMeter(new BudgetEnforcer(1m), 3600m, _clock);

        meter.TimeFor(2.5m).Should().Be(TimeSpan.FromSeconds(2.5));
        meter.TimeFor(decimal.MaxValue).Should().Be(TimeSpan.MaxValue);
    }

    [Fact]
    public void StepBound_AfterAnOutlier_RisesAtOnceAndFallsSlowly()
    {
        var bound = new StepBound(TimeSpan.FromMilliseconds(1));
        var before = bound.Current;

        bound.Observe(TimeSpan.FromMilliseconds(100));
        var risen = bound.Current;
        for (var i = 0; i < 1_000; i++)
            bound.Observe(TimeSpan.FromMilliseconds(1));

        risen.Should().BeGreaterThan(TimeSpan.FromMilliseconds(300));
        bound.Current.Should().BeCloseTo(before, TimeSpan.FromMilliseconds(1));
    }

    private (BudgetEnforcer Budget, MachineMeter Meter) Start(decimal limit, decimal rate)
    {
        var budget = new BudgetEnforcer(limit);
        var meter = new MachineMeter(budget, rate, _clock);
        meter.TryStart(TimeSpan.FromSeconds(0.1)).Should().BeTrue();
        return (budget, meter);
    }
}
