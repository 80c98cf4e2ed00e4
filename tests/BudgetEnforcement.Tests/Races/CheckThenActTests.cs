namespace BudgetEnforcement.Tests;

/// <summary>
/// A clock is foreign code between the call and the lock. One that spends whenever it is read is another thread that comes at the worst
/// moment, every time: whoever asks, reads the clock and only then takes would pass the limit.
/// </summary>
public class CheckThenActTests
{
    public static TheoryData<string, int> Cases => new(
        from admission in Admissions.Keys from reading in Enumerable.Range(1, 4) select (admission, reading));

    private static Dictionary<string, Action<BudgetEnforcer>> Admissions { get; } = new()
    {
        ["TryAddCost"] = budget => budget.TryAddCost(60m),
        ["TryReserve"] = budget => Commit(budget.TryReserve(60m, out var reservation) ? reservation : null),
        ["ReserveAsync"] = budget => Commit(budget.ReserveAsync(60m, CancellationToken.None).AsTask() is { IsCompletedSuccessfully: true } task ? task.Result : null),
        ["TryRenew"] = budget => Commit(budget.Reserve(1m) is var reservation && reservation.TryRenew(0m, 60m) ? reservation : null),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryAdmission_AnotherSpendsAtAnyReadingOfTheClock_PassesNoLimit(string admission, int reading)
    {
        var clock = new ManualClock();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily }, timeProvider: clock);
        var exceeded = budget.ExceededToken;
        clock.At(reading, () => budget.TryAddCost(60m));

        Admissions[admission](budget);

        exceeded.IsCancellationRequested.Should().BeFalse();
        budget.Spent.Should().BeLessThanOrEqualTo(100m);
    }

    private static void Commit(BudgetReservation? reservation) => reservation?.Commit();
}
