using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>A clock that was wrong for a moment neither keeps a period going for years nor begins one twice.</summary>
public sealed class ClockCorrectionTests
{
    private static readonly DateTimeOffset Far = new(2036, 5, 5, 5, 5, 5, TimeSpan.Zero);

    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(BudgetPeriod.Daily)]
    [InlineData(BudgetPeriod.Weekly)]
    [InlineData(BudgetPeriod.Monthly)]
    public void Clock_YearsAheadForAMoment_GoesOnWithTheRegularEnd(BudgetPeriod period)
    {
        var budget = _clock.Budget(period);
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
        // The spend from before the clock was wrong is gone, since nothing tells a wrong clock from a long pause. The spend from then on stays.
        var log = new FakeLogger<BudgetEnforcer>();
        var budget = _clock.Budget(log: log);
        budget.AddCost(50m);

        for (var i = 0; i < 10; i++)
        {
            _clock.SetCalendar(Far);
            budget.AddCost(1m);
            _clock.SetCalendar(ManualClock.Noon);
            budget.AddCost(1m);
        }

        budget.GetStatus().Should().Match<BudgetReport>(report => report.Spent == 20m && report.Resets == 1);
        log.Collector.GetSnapshot().Count(record => record.Id.Name == "PeriodEnded").Should().Be(1);
    }

    [Theory]
    [InlineData(-1, 0)] // It is taken for a zone that puts its clocks back.
    [InlineData(-2, -2)]
    [InlineData(-100, -100)]
    [InlineData(-4000, -4000)]
    public void Clock_SoManyDaysBehindForAMoment_SetsTheEndAsideAndRestoresIt(int days, int end)
    {
        var budget = _clock.Budget();
        budget.AddCost(10m);

        _clock.SetCalendar(ManualClock.Noon.AddDays(days));
        budget.GetStatus().Should().Match<BudgetReport>(report => report.PeriodEnd == ManualClock.Midnight.AddDays(end) && report.Spent == 10m);

        _clock.SetCalendar(ManualClock.Noon);
        budget.GetStatus().Should().Match<BudgetReport>(report => report.PeriodEnd == ManualClock.Midnight && report.Spent == 10m);
    }

    [Fact]
    public void PeriodEnd_OfOneSetAsideThatIsOver_IsNotRestored()
    {
        var noon = ManualClock.Noon.AddDays(-2);
        var month = _clock.Budget(BudgetPeriod.Monthly);
        var day = month.Child(BudgetPeriod.Daily);
        PeriodEndAt(noon.AddYears(10)).Should().Be(new DateTimeOffset(2034, 11, 1, 0, 0, 0, TimeSpan.Zero));
        PeriodEndAt(noon.AddHours(1)).Should().Be(ManualClock.November);
        PeriodEndAt(noon.AddYears(10).AddDays(17)).Should().Be(new DateTimeOffset(2034, 12, 1, 0, 0, 0, TimeSpan.Zero));

        var end = PeriodEndAt(noon.AddYears(10).AddDays(-1));

        end.Should().Be(new DateTimeOffset(2034, 12, 1, 0, 0, 0, TimeSpan.Zero), "one period too many is no reason to doubt it");

        DateTimeOffset? PeriodEndAt(DateTimeOffset now)
        {
            _clock.Set(now, TimeSpan.Zero);
            day.GetStatus(); // The path has news of a day, and looks at the month too.
            return month.GetStatus().PeriodEnd;
        }
    }
}
