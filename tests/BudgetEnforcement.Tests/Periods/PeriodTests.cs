using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>What the end of a period does and what it leaves alone.</summary>
public sealed class PeriodTests
{
    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _log = new();

    [Theory]
    [InlineData(BudgetPeriod.Daily, "2024-10-31")]
    [InlineData(BudgetPeriod.Weekly, "2024-11-04")]
    [InlineData(BudgetPeriod.Monthly, "2024-11-01")]
    public void Spent_AtTheEndAndNotATickBefore_IsZero(BudgetPeriod period, string end)
    {
        var budget = New(period);
        budget.AddCost(60m);
        var endsAt = DateTimeOffset.Parse(end + "T00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        budget.GetStatus().PeriodEnd.Should().Be(endsAt);

        _clock.GoTo(endsAt.AddTicks(-1));
        budget.Spent.Should().Be(60m);

        _clock.GoTo(endsAt);
        budget.Spent.Should().Be(0m);
        budget.GetStatus().PeriodEnd.Should().BeAfter(endsAt);
    }

    [Fact]
    public void Spent_WithoutAPeriod_StaysForYears()
    {
        var budget = New(BudgetPeriod.None);
        budget.AddCost(60m);

        _clock.Advance(TimeSpan.FromDays(1000));

        budget.Spent.Should().Be(60m);
        budget.GetStatus().PeriodEnd.Should().BeNull();
    }

    [Fact]
    public void Spent_ManyPeriodsUnused_BeginsTheOneOfNow()
    {
        var budget = New();
        budget.AddCost(60m);

        _clock.Advance(TimeSpan.FromDays(100));

        budget.GetStatus().Should().Match<BudgetReport>(report => report.Spent == 0m && report.PeriodEnd == ManualClock.Midnight.AddDays(100));
        _log.Collector.GetSnapshot().Count(record => record.Id.Name == "PeriodEnded").Should().Be(1);
    }

    [Fact]
    public void Spent_InATimeZone_BeginsAtItsMidnight()
    {
        var budget = New(zone: TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
        budget.AddCost(60m);
        _clock.GoTo(ManualClock.Midnight.AddHours(4).AddTicks(-1));
        budget.Spent.Should().Be(60m);

        _clock.GoTo(ManualClock.Midnight.AddHours(4));

        budget.Spent.Should().Be(0m);
    }

    [Fact]
    public void Tree_DailyUnderMonthly_EachEndsByItself()
    {
        var month = New(BudgetPeriod.Monthly, limit: 150m);
        var day = month.CreateChild(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily });
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

    private BudgetEnforcer New(
        BudgetPeriod period = BudgetPeriod.Daily, decimal limit = 100m, TimeZoneInfo? zone = null, string? name = null) =>
        new(new BudgetOptions { Name = name, Limit = limit, Period = period, TimeZone = zone }, _log, _clock);
}
