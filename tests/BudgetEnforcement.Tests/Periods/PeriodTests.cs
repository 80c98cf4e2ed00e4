using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>What the end of a period does and what it leaves alone.</summary>
public sealed class PeriodTests
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(BudgetPeriod.Daily, "2024-10-31T00:00Z")]
    [InlineData(BudgetPeriod.Weekly, "2024-11-04T00:00Z")]
    [InlineData(BudgetPeriod.Monthly, "2024-11-01T00:00Z")]
    [InlineData(BudgetPeriod.Daily, "2024-10-31T00:00-04:00", "America/New_York")]
    public void Spent_AtTheEndAndNotATickBefore_IsZero(BudgetPeriod period, string end, string zone = "UTC")
    {
        var budget = _clock.Budget(period, zone: TimeZoneInfo.FindSystemTimeZoneById(zone));
        budget.AddCost(60m);
        var endsAt = DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture);
        budget.GetStatus().PeriodEnd.Should().BeExactly(endsAt.ToUniversalTime());

        _clock.GoTo(endsAt.AddTicks(-1));
        budget.Spent.Should().Be(60m);

        _clock.GoTo(endsAt);
        budget.Spent.Should().Be(0m);
        budget.GetStatus().PeriodEnd.Should().BeAfter(endsAt);
    }

    [Fact]
    public void Spent_WithoutAPeriod_StaysForYears()
    {
        var budget = _clock.Budget(BudgetPeriod.None);
        budget.AddCost(60m);

        _clock.Advance(TimeSpan.FromDays(1000));

        budget.Spent.Should().Be(60m);
        budget.GetStatus().PeriodEnd.Should().BeNull();
    }

    [Fact]
    public void Spent_ManyPeriodsUnused_BeginsTheOneOfNow()
    {
        var log = new FakeLogger<BudgetEnforcer>();
        var budget = _clock.Budget(log: log);
        budget.AddCost(60m);

        _clock.Advance(TimeSpan.FromDays(100));

        budget.GetStatus().Should().Match<BudgetReport>(report => report.Spent == 0m && report.PeriodEnd == ManualClock.Midnight.AddDays(100));
        log.Collector.GetSnapshot().Count(record => record.Id.Name == "PeriodEnded").Should().Be(1);
    }

    [Fact]
    public void Tree_DailyUnderMonthly_EachEndsByItself()
    {
        var month = _clock.Budget(BudgetPeriod.Monthly, limit: 150m);
        var day = month.Child(BudgetPeriod.Daily);
        day.TryAddCost(100m).Should().BeTrue();

        _clock.GoTo(ManualClock.Midnight);
        (day.Spent, month.Spent, day.Available).Should().Be((0m, 100m, 50m));

        _clock.GoTo(ManualClock.November);
        (day.Spent, month.Spent, day.Available).Should().Be((0m, 0m, 100m));
    }

    [Fact]
    public void Constructor_UnnamedPeriod_IsRejected()
    {
        var make = () => new BudgetEnforcer(new BudgetOptions { Limit = 1m, Period = (BudgetPeriod)4 });

        make.Should().Throw<ArgumentException>().WithMessage("*Period*4*");
    }
}
