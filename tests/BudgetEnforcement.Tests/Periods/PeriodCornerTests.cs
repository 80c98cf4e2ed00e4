using System.Globalization;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>Corners of the calendar.</summary>
public sealed class PeriodCornerTests
{
    [Fact]
    public void Period_ClocksFallBackIntoTheDayBefore_BeginsOnce()
    {
        // At 00:01 on 7 November 2010 the clocks of Newfoundland went back to 23:01 of the 6th. The 7th began at 02:30 UTC.
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/St_Johns");
        var clock = new ManualClock(At("2010-11-07T02:00Z"));
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily, TimeZone = zone }, timeProvider: clock);
        budget.GetStatus().PeriodEnd.Should().Be(At("2010-11-07T02:30Z"));
        clock.GoTo(At("2010-11-07T02:45Z")); // The clocks show 23:15 of the 6th again.
        budget.AddCost(10m);

        clock.GoTo(At("2010-11-07T03:45Z")); // 00:15 of the 7th.

        budget.Spent.Should().Be(10m, "the period of the 7th has begun already");
    }

    [Theory]
    [InlineData(BudgetPeriod.Daily)]
    [InlineData(BudgetPeriod.Weekly)]
    [InlineData(BudgetPeriod.Monthly)]
    public void AddCost_ClockAtTheEndOfTime_IsRecorded(BudgetPeriod period)
    {
        var clock = new ManualClock();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Period = period }, timeProvider: clock);
        clock.GoTo(DateTimeOffset.MaxValue);

        budget.AddCost(10m);

        budget.Spent.Should().Be(10m);
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
