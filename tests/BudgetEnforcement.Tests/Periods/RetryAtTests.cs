namespace BudgetEnforcement.Tests.Periods;

/// <summary>When a refused caller should try again, and when the period ends that refused it.</summary>
public sealed class RetryAtTests
{
    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _month;
    private readonly BudgetEnforcer _day;

    public RetryAtTests()
    {
        _month = _clock.Budget(BudgetPeriod.Monthly, limit: 150m, name: "month");
        _day = _month.Child(BudgetPeriod.Daily, name: "day");
    }

    [Fact]
    public void RetryAt_BothLackRoom_IsTheLaterEnd()
    {
        _month.AddCost(45m);
        _day.AddCost(95m); // The day has 5 left and decides; the month has 10.

        var check = _day.CheckBudgetAvailable(20m);

        (check.BudgetName, check.RetryAt, check.PeriodEnd).Should().Be(("day", ManualClock.November, ManualClock.Midnight));
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
        var budget = _clock.Budget(zone: TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu"));

        budget.GetStatus().PeriodEnd!.Value.Offset.Should().Be(TimeSpan.Zero);
    }
}
