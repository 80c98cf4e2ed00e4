using System.Globalization;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>A resumed job starts where it was; what belongs to an earlier period does not count.</summary>
public sealed class InitialSpentAtTests
{
    [Theory]
    [InlineData(BudgetPeriod.Daily, "2024-10-29T23:00Z", false)]
    [InlineData(BudgetPeriod.Daily, "2024-10-30T00:00Z", true)]
    [InlineData(BudgetPeriod.Daily, "2024-10-30T12:00Z", true)]
    [InlineData(BudgetPeriod.Daily, "2024-11-01T12:00Z", true)]
    [InlineData(BudgetPeriod.Weekly, "2024-10-27T23:00Z", false)]
    [InlineData(BudgetPeriod.Weekly, "2024-10-28T00:00Z", true)]
    [InlineData(BudgetPeriod.Monthly, "2024-09-30T23:00Z", false)]
    [InlineData(BudgetPeriod.Monthly, "2024-10-01T00:00Z", true)]
    [InlineData(BudgetPeriod.Monthly, "2025-01-31T23:59:59.999Z", false, "2025-02-01T00:00Z")]
    [InlineData(BudgetPeriod.Monthly, "2025-02-01T00:00Z", true, "2025-02-01T00:00Z")]
    [InlineData(BudgetPeriod.None, "2013-06-04T00:00Z", true)]
    [InlineData(BudgetPeriod.Daily, null, true)] // Without a time it belongs to the present period.
    public void InitialSpent_TrueAtSomeTime_CountsUnlessAPeriodEndedSince(
        BudgetPeriod period, string? at, bool counts, string now = "2024-10-30T12:00Z")
    {
        var options = new BudgetOptions { Limit = 100m, InitialSpent = 80m, InitialSpentAt = at is null ? null : Instant(at), Period = period };

        var budget = new BudgetEnforcer(options, timeProvider: new ManualClock(Instant(now)));

        var report = budget.GetStatus();
        (budget.Spent, budget.Available, report.Status).Should().Be(counts ? (80m, 20m, BudgetStatus.Warning75) : (0m, 100m, BudgetStatus.Ok));
        report.Resets.Should().Be(0);
        var crossings = Crossings.Of(budget);
        budget.AddCost(95m - budget.Spent);
        crossings.Statuses.Should().Equal(counts ? [BudgetStatus.Warning90] : [BudgetStatus.Warning75, BudgetStatus.Warning90]);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
