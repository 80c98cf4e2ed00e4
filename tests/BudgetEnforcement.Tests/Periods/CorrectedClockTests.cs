namespace BudgetEnforcement.Tests.Periods;

/// <summary>Ends of periods that a wrong clock made.</summary>
public sealed class CorrectedClockTests
{
    private static readonly DateTimeOffset Noon = new(2024, 10, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void PeriodEnd_OfOneSetAsideThatIsOver_IsNotRestored()
    {
        var clock = new ManualClock(Noon);
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Monthly }, logger: null, clock);
        var team = budget.CreateChild(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily });
        PeriodEndAt(Noon.AddYears(10)).Should().Be(new DateTimeOffset(2034, 11, 1, 0, 0, 0, TimeSpan.Zero));
        PeriodEndAt(Noon.AddHours(1)).Should().Be(new DateTimeOffset(2024, 11, 1, 0, 0, 0, TimeSpan.Zero));
        PeriodEndAt(Noon.AddYears(10).AddDays(17)).Should().Be(new DateTimeOffset(2034, 12, 1, 0, 0, 0, TimeSpan.Zero));

        var end = PeriodEndAt(Noon.AddYears(10).AddDays(-1));

        end.Should().Be(new DateTimeOffset(2034, 12, 1, 0, 0, 0, TimeSpan.Zero), "one period too many is no reason to doubt it");

        DateTimeOffset? PeriodEndAt(DateTimeOffset now)
        {
            clock.Set(now, TimeSpan.Zero);
            team.GetStatus(); // The path has news of a day, and looks at the month too.
            return budget.GetStatus().PeriodEnd;
        }
    }
}
