namespace BudgetEnforcement.Interleavings;

internal static class ResetAndCommit
{
    internal static IEnumerable<Scenario> All => [ResetAgainstCommit, ResetAgainstCrossings];

    private static Scenario ResetAgainstCommit => new("reset against commit", () =>
    {
        var team = new BudgetEnforcer(1000m);
        var budget = team.CreateChild(new BudgetOptions { Name = null, Limit = 100m });
        budget.AddCost(70m);
        var held = budget.Reserve(20m);
        var listener = new Listener().To(budget);
        return new Play()
            .Thread(() => Say.Done(() => held.Commit(20m)))
            .Thread(() => Say.Done(() => budget.Reset()))
            .End(() => Say.Report(budget))
            .End(() => listener.Heard)
            .Invariant("the parent keeps its spend", () => team.Spent == 90m && team.Reserved == 0m);
    });

    private static Scenario ResetAgainstCrossings => new("reset against crossings that it arms again", () =>
    {
        var budget = new BudgetEnforcer(100m);
        var listener = new Listener().To(budget);
        return new Play()
            .Thread(() => Say.Add(budget, 80m), () => Say.Add(budget, 80m))
            .Thread(() => Say.Done(() => budget.Reset()))
            .End(() => Say.Report(budget))
            .End(() => listener.Heard);
    });
}
