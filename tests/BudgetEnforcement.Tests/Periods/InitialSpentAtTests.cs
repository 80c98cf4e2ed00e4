namespace BudgetEnforcement.Tests.Periods;

/// <summary>A resumed job starts where it was; what belongs to an earlier period does not count.</summary>
public sealed class InitialSpentAtTests
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(BudgetPeriod.Daily, -13, false)]
    [InlineData(BudgetPeriod.Daily, -12, true)]
    [InlineData(BudgetPeriod.Daily, 0, true)]
    [InlineData(BudgetPeriod.Daily, 48, true)]
    [InlineData(BudgetPeriod.Weekly, -61, false)]
    [InlineData(BudgetPeriod.Weekly, -60, true)]
    [InlineData(BudgetPeriod.Monthly, -709, false)]
    [InlineData(BudgetPeriod.Monthly, -708, true)]
    [InlineData(BudgetPeriod.None, -100_000, true)]
    [InlineData(BudgetPeriod.Daily, null, true)] // Without a time it belongs to the present period.
    public void InitialSpent_TrueSoManyHoursFromNow_CountsUnlessAPeriodEndedSince(BudgetPeriod period, int? hours, bool counts)
    {
        var budget = New(period, hours is { } fromNow ? ManualClock.Noon.AddHours(fromNow) : null);

        budget.Spent.Should().Be(counts ? 80m : 0m);
        budget.Available.Should().Be(counts ? 20m : 100m);
        budget.GetStatus().Status.Should().Be(counts ? BudgetStatus.Warning75 : BudgetStatus.Ok);
    }

    [Fact]
    public void InitialSpent_OfTheLastTickOfJanuaryInFebruary_DoesNotCount()
    {
        _clock.SetCalendar(new DateTimeOffset(2025, 2, 1, 0, 0, 0, TimeSpan.Zero));

        New(BudgetPeriod.Monthly, new DateTimeOffset(2025, 1, 31, 23, 59, 59, 999, TimeSpan.Zero)).Spent.Should().Be(0m);
        New(BudgetPeriod.Monthly, new DateTimeOffset(2025, 2, 1, 0, 0, 0, TimeSpan.Zero)).Spent.Should().Be(80m);
    }

    [Fact]
    public void InitialSpent_ThatDoesNotCount_LeavesTheThresholdsArmed()
    {
        var budget = New(BudgetPeriod.Daily, ManualClock.Noon.AddDays(-1));
        var crossings = Crossings.Of(budget);

        budget.AddCost(95m);

        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90);
        budget.GetStatus().Resets.Should().Be(0);
    }

    private BudgetEnforcer New(BudgetPeriod period, DateTimeOffset? at) => new(
        new BudgetOptions { Limit = 100m, InitialSpent = 80m, InitialSpentAt = at, Period = period }, timeProvider: _clock);
}
