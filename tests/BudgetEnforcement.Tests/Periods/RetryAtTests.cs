namespace BudgetEnforcement.Tests.Periods;

/// <summary>When a refused caller should try again, and when the period ends that refused it.</summary>
public sealed class RetryAtTests
{
    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _month;
    private readonly BudgetEnforcer _day;

    public RetryAtTests()
    {
        _month = new BudgetEnforcer(new BudgetOptions { Name = "month", Limit = 150m, Period = BudgetPeriod.Monthly, MaxWaiters = 5 }, timeProvider: _clock);
        _day = _month.CreateChild(new BudgetOptions { Name = "day", Limit = 100m, Period = BudgetPeriod.Daily, MaxWaiters = 5 });
    }

    [Fact]
    public void RetryAt_Admitted_IsNull() => _day.CheckBudgetAvailable(1m).RetryAt.Should().BeNull();

    [Fact]
    public void RetryAt_TheDayLacksRoom_IsItsEnd()
    {
        _day.AddCost(90m);

        var check = _day.CheckBudgetAvailable(20m);

        (check.BudgetName, check.RetryAt, check.PeriodEnd).Should().Be(("day", ManualClock.Midnight, ManualClock.Midnight));
    }

    [Fact]
    public void RetryAt_TheMonthLacksRoom_IsItsEnd()
    {
        _month.AddCost(140m);

        var check = _day.CheckBudgetAvailable(20m);

        (check.BudgetName, check.RetryAt, check.PeriodEnd).Should().Be(("month", ManualClock.November, ManualClock.November));
    }

    [Fact]
    public void RetryAt_BothLackRoom_IsTheLaterEnd()
    {
        _month.AddCost(45m);
        _day.AddCost(95m); // The day has 5 left and decides; the month has 10.

        var check = _day.CheckBudgetAvailable(20m);

        (check.BudgetName, check.RetryAt, check.PeriodEnd).Should().Be(("day", ManualClock.November, ManualClock.Midnight));
    }

    [Fact]
    public void RetryAt_OneWithoutAPeriodLacksRoom_IsNull()
    {
        var job = _day.CreateChild(new BudgetOptions { Limit = 10m });
        job.AddCost(10m);
        _day.AddCost(90m);

        job.CheckBudgetAvailable(1m).RetryAt.Should().BeNull();
    }

    [Fact]
    public void RetryAt_OneWithoutAPeriodHasRoom_IsTheEndOfTheOther()
    {
        var job = _day.CreateChild(new BudgetOptions { Limit = 10m });
        _day.AddCost(100m);

        job.CheckBudgetAvailable(1m).RetryAt.Should().Be(ManualClock.Midnight);
    }

    [Fact]
    public void RetryAt_OnlyReservationsStandInTheWay_IsNull()
    {
        _ = _day.Reserve(90m);

        _day.CheckBudgetAvailable(20m).RetryAt.Should().BeNull();
    }

    [Fact]
    public void RetryAt_ReservationsLeaveJustEnough_IsTheEnd()
    {
        _ = _day.Reserve(80m);
        _day.AddCost(10m);

        _day.CheckBudgetAvailable(20m).RetryAt.Should().Be(ManualClock.Midnight);
        _day.CheckBudgetAvailable(20.01m).RetryAt.Should().BeNull();
    }

    [Fact]
    public void RetryAt_NeverFits_IsNull()
    {
        _day.AddCost(90m);

        var check = _day.CheckBudgetAvailable(101m);

        check.Reason.Should().Be(BudgetRefusalReason.NeverFits);
        check.RetryAt.Should().BeNull();
    }

    [Fact]
    public void RetryAt_OfAnException_IsThatOfTheCheck()
    {
        _day.AddCost(90m);

        var reserve = () => _day.Reserve(20m);

        reserve.Should().Throw<BudgetExceededException>().Which.Check.RetryAt.Should().Be(ManualClock.Midnight);
    }

    [Theory]
    [InlineData(45, 95, 20)]
    [InlineData(0, 90, 20)]
    [InlineData(140, 0, 20)]
    [InlineData(0, 100, 100)]
    public void TryReserve_AtRetryAtAndNotBefore_Succeeds(int month, int day, int amount)
    {
        _month.AddCost(month);
        _day.AddCost(day);
        var retryAt = _day.CheckBudgetAvailable(amount).RetryAt!.Value;

        _clock.GoTo(retryAt.AddTicks(-1));
        _day.TryReserve(amount, out _).Should().BeFalse();

        _clock.GoTo(retryAt);
        _day.TryReserve(amount, out _).Should().BeTrue();
    }

    [Fact]
    public void PeriodEnd_OfADefaultReportOrCheck_IsNull()
    {
        default(BudgetReport).PeriodEnd.Should().BeNull();
        default(BudgetCheck).PeriodEnd.Should().BeNull();
        default(BudgetCheck).RetryAt.Should().BeNull();
        Budget.Check(5m, 1m).RetryAt.Should().BeNull();
    }

    [Fact]
    public void PeriodEnd_InAnyZone_IsUtc()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu");
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 1m, Period = BudgetPeriod.Daily, TimeZone = zone }, timeProvider: _clock);

        budget.GetStatus().PeriodEnd!.Value.Offset.Should().Be(TimeSpan.Zero);
    }
}
