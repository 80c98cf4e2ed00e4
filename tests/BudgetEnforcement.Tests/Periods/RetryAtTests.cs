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

    [Theory]
    [InlineData(45, 95, 20, "day", true)] // The day has 5 left and decides; the month has 10.
    [InlineData(0, 90, 20, "day", false)]
    [InlineData(140, 0, 20, "month", true)]
    [InlineData(0, 100, 100, "day", true)]
    public void TryReserve_AtRetryAtAndNotBefore_Succeeds(int month, int day, int amount, string decides, bool isNovember)
    {
        _month.AddCost(month);
        _day.AddCost(day);

        var check = _day.CheckBudgetAvailable(amount);

        (check.BudgetName, check.RetryAt).Should().Be((decides, isNovember ? ManualClock.November : ManualClock.Midnight));
        check.PeriodEnd.Should().Be(decides == "day" ? ManualClock.Midnight : ManualClock.November);
        _clock.GoTo(check.RetryAt!.Value.AddTicks(-1));
        _day.TryReserve(amount, out _).Should().BeFalse();
        _clock.GoTo(check.RetryAt.Value);
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
}
