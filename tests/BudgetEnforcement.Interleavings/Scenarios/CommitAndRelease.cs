namespace BudgetEnforcement.Interleavings;

internal static class CommitAndRelease
{
    internal static IEnumerable<Scenario> All => [CommitAgainstRelease, TwoCommits, RenewAgainstReserve];

    private static Scenario CommitAgainstRelease => new("commit against release against reserve", () =>
    {
        var team = new BudgetEnforcer(20m);
        var budget = team.CreateChild(new BudgetOptions { Limit = 10m });
        var held = budget.Reserve(8m);
        return new Play()
            .Thread(() => Say.Done(() => held.Commit(7m)))
            .Thread(() => Say.Done(held.Release))
            .Thread(() => Say.Reserve(budget, 3m))
            .End(() => Say.Report(budget))
            .End(() => Say.Report(team))
            .Invariant("the real cost is recorded", () => budget.Spent == 7m && team.Spent == 7m)
            .Invariant("the reservation has ended", () => budget.Reserved is 0m or 3m && budget.Reserved == team.Reserved);
    });

    private static Scenario TwoCommits => new("commit against commit", () =>
    {
        var budget = new BudgetEnforcer(100m); // Neither crosses anything, so that there are few schedules.
        var held = budget.Reserve(8m);
        return new Play()
            .Thread(() => Say.Done(() => held.Commit(7m)))
            .Thread(() => Say.Done(() => held.Commit(9m)))
            .End(() => Say.Report(budget))
            .Invariant("one is recorded", () => budget.Spent is 7m or 9m && budget.Reserved == 0m);
    }, IsSmall: true);

    private static Scenario RenewAgainstReserve => new("renew, commit against reserve", () =>
    {
        var budget = new BudgetEnforcer(10m);
        var held = budget.Reserve(8m);
        return new Play()
            .Thread(() => held.TryRenew(3m, 5m) ? "renewed" : "refused", () => Say.Done(() => held.Commit(4m)))
            .Thread(() => Say.Reserve(budget, 3m), () => Say.Reserve(budget, 2m))
            .End(() => Say.Report(budget))
            .Invariant("what covers its cost is renewed", () => budget.Spent == 7m)
            .Invariant("the limit holds", () => budget.Spent + budget.Reserved <= 10m);
    });
}
