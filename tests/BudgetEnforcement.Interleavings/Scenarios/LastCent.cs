namespace BudgetEnforcement.Interleavings;

internal static class LastCent
{
    internal static IEnumerable<Scenario> All => [TwoReservers, TwoChildren, ThreeTakers];

    private static Scenario TwoReservers => new("two reservers at the last cent", () =>
    {
        var budget = new BudgetEnforcer(0.01m);
        return new Play()
            .Thread(() => Say.Reserve(budget, 0.01m))
            .Thread(() => Say.Reserve(budget, 0.01m))
            .End(() => Say.Report(budget))
            .Invariant("one cent is held", () => budget.Reserved == 0.01m);
    }, IsSmall: true);

    private static Scenario TwoChildren => new("two children at the last cent of their parent", () =>
    {
        var team = new BudgetEnforcer(new BudgetOptions { Name = null, Limit = 0.01m });
        var one = team.CreateChild(new BudgetOptions { Limit = 1m });
        var two = team.CreateChild(new BudgetOptions { Limit = 1m });
        return new Play()
            .Thread(() => Say.Reserve(one, 0.01m))
            .Thread(() => Say.TryAdd(two, 0.01m))
            .End(() => Say.Report(team))
            .Invariant("the team stays inside its limit", () => team.Spent + team.Reserved == 0.01m)
            .Invariant("parent and children agree", () => one.Reserved == team.Reserved && two.Spent == team.Spent);
    });

    private static Scenario ThreeTakers => new("a reserver, a spender and a check at the last cent", () =>
    {
        var budget = new BudgetEnforcer(0.01m);
        return new Play()
            .Thread(() => Say.Reserve(budget, 0.01m))
            .Thread(() => Say.TryAdd(budget, 0.01m))
            .Thread(() => Say.Check(budget, 0.01m))
            .End(() => Say.Report(budget))
            .Invariant("one cent is taken", () => budget.Spent + budget.Reserved == 0.01m)
            .Invariant("what was admitted never exceeds", () => !budget.IsBudgetExceeded && !budget.ExceededToken.IsCancellationRequested);
    });
}
