namespace BudgetEnforcement.Tests.Metering;

/// <summary>A meter on a daily budget under one without a period: each day is charged the time that passes in it.</summary>
public sealed class CostMeterPeriodTests
{
    private static readonly DateTimeOffset Midnight = ManualClock.Midnight;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2.5);

    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _team;

    public CostMeterPeriodTests() => _team = _clock.Budget(1_000_000m);

    [Fact]
    public void PeriodEnd_SeenByAnotherPath_ChargesWhatIsHeldUpToIt()
    {
        var clock = new ManualClock(isFrozen: true);
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 1_000m }, timeProvider: clock);
        var daily = root.CreateChild(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily });
        var monthly = root.CreateChild(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Monthly });
        MeteredHold.TryStart(daily, Money.Zero, Money.From(10m), ManualClock.Midnight.UtcTicks, out _).Should().NotBeNull();

        clock.GoTo(ManualClock.Midnight.AddTicks(-1));
        monthly.AddCost(1m);
        (root.Spent, root.Reserved).Should().Be((1m, 10m));
        clock.GoTo(ManualClock.Midnight);
        monthly.AddCost(1m);

        (root.Spent, root.Reserved).Should().Be((12m, 0m));
    }

    [Fact]
    public void Tick_RateThatUsesUpEachDay_RunsAllDay()
    {
        _clock.GoTo(Midnight);
        var daily = Daily(24m);
        using var meter = daily.StartMeter(1m);

        _clock.AdvanceBy(TimeSpan.FromHours(25), Step);

        meter.ExhaustedToken.IsCancellationRequested.Should().BeFalse();
        (daily.Spent + meter.PendingCost, _team.Spent + meter.PendingCost).Should().Be((1m, 25m));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(3600)]
    public void Dispose_AfterMidnight_HasChargedEachDayItsTime(double slice)
    {
        _clock.GoTo(Midnight - TimeSpan.FromMinutes(50));
        var daily = Daily(1000m);
        var meter = daily.StartMeter(6m, Meters.Slices(slice));

        _clock.AdvanceBy(TimeSpan.FromMinutes(90), Step);
        meter.Dispose();

        (_team.Spent - daily.Spent, daily.Spent, daily.Reserved, _team.Reserved).Should().Be((5m, 4m, 0m, 0m));
    }

    [Fact]
    public void Tick_SomebodyElseBeginsTheDay_LastDayIsChargedItsTime()
    {
        var frozen = new ManualClock(Midnight - TimeSpan.FromSeconds(1), isFrozen: true);
        var team = frozen.Budget(1000m);
        var daily = team.CreateChild(new BudgetOptions { Limit = 1000m, Period = BudgetPeriod.Daily });
        var meter = daily.StartMeter(3600m);

        frozen.Advance(TimeSpan.FromSeconds(1.5));
        daily.AddCost(0m);
        meter.Dispose();

        (team.Spent - daily.Spent, daily.Spent).Should().Be((1m, 0.5m));
    }

    [Fact]
    public void StartMeter_ShortlyBeforeMidnight_HoldsOnlyUpToIt()
    {
        _clock.GoTo(Midnight - TimeSpan.FromSeconds(2));

        using var meter = Daily(1000m).StartMeter(3600m);

        _team.Reserved.Should().Be(2m);
    }

    [Fact]
    public void Tick_IncrementThatBeginsBeforeMidnight_IsChargedWholeBeforeIt()
    {
        _clock.GoTo(Midnight - TimeSpan.FromMinutes(30));
        var daily = Daily(1000m);
        using var meter = daily.StartMeter(6m, new CostMeterOptions { Increment = TimeSpan.FromHours(1) });

        _clock.AdvanceBy(TimeSpan.FromMinutes(45), Step);

        (daily.Spent, _team.Spent, meter.PendingCost).Should().Be((0m, 6m, 0m));
    }

    private BudgetEnforcer Daily(decimal limit) => _team.CreateChild(new BudgetOptions { Limit = limit, Period = BudgetPeriod.Daily });
}
