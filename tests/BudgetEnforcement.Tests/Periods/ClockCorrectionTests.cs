using BudgetEnforcement.Tests.WaitingForRoom;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>A clock that was wrong for a moment neither keeps a period going for years nor begins one twice.</summary>
public sealed class ClockCorrectionTests
{
    private static readonly DateTimeOffset Far = new(2036, 5, 5, 5, 5, 5, TimeSpan.Zero);

    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _log = new();

    [Theory]
    [InlineData(BudgetPeriod.Daily)]
    [InlineData(BudgetPeriod.Weekly)]
    [InlineData(BudgetPeriod.Monthly)]
    public void Clock_YearsAheadForAMoment_GoesOnWithTheRegularEnd(BudgetPeriod period)
    {
        var budget = New(period);
        var end = budget.GetStatus().PeriodEnd!.Value;
        _clock.SetCalendar(Far);
        budget.AddCost(10m);

        _clock.SetCalendar(ManualClock.Noon);
        budget.AddCost(20m);

        budget.GetStatus().Should().Match<BudgetReport>(report => report.PeriodEnd == end && report.Spent == 30m && report.Resets == 1);
        _clock.SetCalendar(end);
        budget.Spent.Should().Be(0m, "the period ends when it should have");
    }

    [Fact]
    public void Clock_YearsAheadForAMoment_ResetsOnceOnly()
    {
        // What was spent before the clock was wrong is gone, for nothing tells a wrong clock from a long pause; what came then is not.
        var budget = New(BudgetPeriod.Daily);
        budget.AddCost(50m);

        for (var i = 0; i < 10; i++)
        {
            _clock.SetCalendar(Far);
            budget.AddCost(1m);
            _clock.SetCalendar(ManualClock.Noon);
            budget.AddCost(1m);
        }

        budget.GetStatus().Should().Match<BudgetReport>(report => report.Spent == 20m && report.Resets == 1);
        _log.Collector.GetSnapshot().Count(record => record.Id.Name == "PeriodEnded").Should().Be(1);
    }

    [Fact]
    public void Clock_BehindForAMoment_SetsTheEndAsideAndRestoresIt()
    {
        var budget = New(BudgetPeriod.Daily);
        budget.AddCost(10m);

        foreach (var days in new[] { -2, -100, -4000 })
        {
            _clock.SetCalendar(ManualClock.Noon.AddDays(days));
            budget.GetStatus().PeriodEnd.Should().Be(ManualClock.Midnight.AddDays(days));
            _clock.SetCalendar(ManualClock.Noon);
            budget.GetStatus().Should().Match<BudgetReport>(report => report.PeriodEnd == ManualClock.Midnight && report.Spent == 10m);
        }
    }

    [Fact]
    public void Clock_OnePeriodBehind_IsTakenForAZoneThatPutsItsClocksBack()
    {
        var budget = New(BudgetPeriod.Daily);
        budget.AddCost(10m);

        _clock.SetCalendar(ManualClock.Noon.AddDays(-1));

        budget.GetStatus().Should().Match<BudgetReport>(report => report.PeriodEnd == ManualClock.Midnight && report.Spent == 10m);
    }

    private BudgetEnforcer New(BudgetPeriod period) =>
        new(new BudgetOptions { Limit = 100m, Period = period, MaxWaiters = 5 }, _log, _clock);
}
