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
    public void Spent_AtTheStart_CountsInTheFirstPeriodOnly()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, InitialSpent = 70m, Period = BudgetPeriod.Daily }, timeProvider: _clock);
        budget.Spent.Should().Be(70m);

        _clock.GoTo(ManualClock.Midnight);

        budget.Spent.Should().Be(0m);
    }

    [Fact]
    public void Thresholds_EachPeriod_AreAnnouncedAgain()
    {
        var budget = New();
        var told = new List<BudgetStatus>();
        budget.ThresholdCrossed += (_, crossing) => told.Add(crossing.Status);

        for (var day = 0; day < 3; day++)
        {
            _clock.GoTo(ManualClock.Noon.AddDays(day));
            budget.AddCost(80m);
            budget.AddCost(5m);
        }

        told.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning75, BudgetStatus.Warning75);
    }

    [Fact]
    public void Exceeded_NewPeriod_EndsAndTheNextTokenIsFresh()
    {
        var budget = New();
        var child = budget.CreateChild(new BudgetOptions { Limit = 1000m });
        budget.AddCost(101m);
        var old = child.ExceededToken;

        _clock.GoTo(ManualClock.Midnight);

        old.IsCancellationRequested.Should().BeTrue();
        child.ExceededToken.IsCancellationRequested.Should().BeFalse();
        child.IsBudgetExceeded.Should().BeFalse();
        child.GetStatus().PathStatus.Should().Be(BudgetStatus.Ok);
    }

    [Fact]
    public void Reservation_OverTheEnd_StaysHeldAndCommitsIntoTheNewPeriod()
    {
        var budget = New();
        budget.AddCost(50m);
        var reservation = budget.Reserve(30m);
        _clock.GoTo(ManualClock.Midnight);
        budget.GetStatus().Should().Match<BudgetReport>(report => report.Spent == 0m && report.Reserved == 30m && report.Available == 70m);

        reservation.Commit(25m);

        budget.GetStatus().Should().Match<BudgetReport>(report => report.Spent == 25m && report.Reserved == 0m && report.Overage == 0m);
    }

    [Fact]
    public void Commit_FirstUseAfterTheEnd_CountsInTheNewPeriod()
    {
        var budget = New();
        budget.AddCost(50m);
        var reservation = budget.Reserve(30m);
        _clock.GoTo(ManualClock.Midnight);

        reservation.Commit(25m);

        budget.Spent.Should().Be(25m);
    }

    [Fact]
    public void TryRenew_FirstUseAfterTheEnd_HasTheRoomOfTheNewPeriod()
    {
        var budget = New();
        budget.AddCost(70m);
        var slice = budget.Reserve(30m);
        slice.TryRenew(30m, 1m).Should().BeFalse();

        _clock.GoTo(ManualClock.Midnight);

        slice.TryRenew(30m, 70m).Should().BeTrue();
        budget.GetStatus().Should().Match<BudgetReport>(report => report.Spent == 30m && report.Reserved == 70m);
    }

    [Fact]
    public void Refund_OfAnEarlierPeriod_IsRefused()
    {
        var budget = New();
        budget.AddCost(50m);
        _clock.GoTo(ManualClock.Midnight);

        budget.Invoking(late => late.Refund(50m)).Should().Throw<ArgumentOutOfRangeException>();

        budget.Spent.Should().Be(0m);
    }

    [Fact]
    public void Overage_NewPeriod_IsKept()
    {
        var budget = New();
        budget.Reserve(1m).Commit(3m);

        _clock.GoTo(ManualClock.Midnight);

        budget.GetStatus().Overage.Should().Be(2m);
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
    public void Log_EndOfAPeriod_TellsWhatWasSpent()
    {
        var budget = New(name: "job");
        budget.AddCost(60m);

        _clock.GoTo(ManualClock.Midnight);
        budget.GetStatus();

        var record = _log.Collector.GetSnapshot().Should().ContainSingle(line => line.Id.Name == "PeriodEnded").Subject;
        record.GetStructuredStateValue("BudgetName").Should().Be("job");
        record.GetStructuredStateValue("Spent").Should().Be("60.00");
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
