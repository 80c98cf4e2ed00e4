using BudgetEnforcement.Tests.Admission;

namespace BudgetEnforcement.Tests;

/// <summary>
/// A clock is foreign code between the call and the lock. A clock that spends when it is read acts like another thread that comes at the worst moment,
/// every time: a door that asks, reads the clock and only then takes would pass the limit.
/// </summary>
public class CheckThenActTests
{
    public static TheoryData<string, int> Cases => new(
        from door in Door.Takers from reading in Enumerable.Range(1, 4) select (door.Name, reading));

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryTaker_AnotherSpendsAtAnyReadingOfTheClock_PassesNoLimit(string door, int reading)
    {
        var clock = new ManualClock(isFrozen: true);
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily }, timeProvider: clock);
        clock.At(reading, () => budget.TryAddCost(60m));

        Door.Takers.Single(taker => taker.Name == door).Ask(budget, 60m);

        (budget.Spent + budget.Reserved).Should().Be(60m, "one of the two got it, and the other could not");
    }
}
