namespace BudgetEnforcement.Interleavings;

internal static class Crossings
{
    internal static IEnumerable<Scenario> All => [TwoThreads, ThreeThreads, TurnIsTaken, Tree, Token];

    private static Scenario TwoThreads => new("two crossings announced by two threads", () =>
    {
        var budget = new BudgetEnforcer(100m);
        var listener = new Listener().To(budget);
        return new Play()
            .Thread(() => Say.Add(budget, 80m))
            .Thread(() => Say.Add(budget, 15m))
            .End(() => listener.Heard)
            .Invariant("each once, in order", () => listener.Heard == "heard: default-Warning75 default-Warning90");
    });

    private static Scenario ThreeThreads => new("three crossings announced by three threads", () =>
    {
        var budget = new BudgetEnforcer(100m);
        var listener = new Listener().To(budget);
        return new Play()
            .Thread(() => Say.Add(budget, 75m))
            .Thread(() => Say.Add(budget, 15m))
            .Thread(() => Say.Add(budget, 11m))
            .End(() => listener.Heard)
            .Invariant(
                "each once, in order",
                () => listener.Heard == "heard: default-Warning75 default-Warning90 default-Exceeded");
    });

    private static Scenario TurnIsTaken => new("a turn of telling that is given back against a second crosser", () =>
    {
        var budget = new BudgetEnforcer(100m);
        var listener = new Listener().To(budget);
        return new Play()
            .Thread(() => Say.Add(budget, 80m), () => Say.Done(() => budget.Reset()), () => Say.Add(budget, 80m))
            .Thread(() => Say.Add(budget, 5m), () => Say.Add(budget, 30m))
            .End(() => listener.Heard)
            .Invariant("one at a time", () => !listener.Heard.Contains("meanwhile", StringComparison.Ordinal));
    });

    private static Scenario Tree => new("crossings of a parent and its children", () =>
    {
        var team = new BudgetEnforcer(new BudgetOptions { Limit = 100m });
        var one = team.CreateChild(new BudgetOptions { Limit = 50m });
        var two = team.CreateChild(new BudgetOptions { Limit = 50m });
        Listener[] listeners = [new Listener().To(one), new Listener().To(two), new Listener().To(team)]; // Of different budgets the order is open.
        return new Play()
            .Thread(() => Say.Add(one, 40m))
            .Thread(() => Say.Add(two, 51m))
            .End(() => string.Join(", ", listeners.Select(static listener => listener.Heard)))
            .Invariant("every cost reaches the parent", () => team.Spent == 91m);
    });

    private static Scenario Token => new("passing the limit against reading the token", () =>
    {
        var budget = new BudgetEnforcer(10m);
        var first = budget.ExceededToken;
        return new Play()
            .Thread(() => Say.Add(budget, 11m), () => Say.Done(() => budget.Refund(5m)))
            .Thread(
                () => $"token {budget.ExceededToken.IsCancellationRequested}",
                () => $"exceeded {budget.IsBudgetExceeded}")
            .Invariant("what was handed out stays cancelled", () => first.IsCancellationRequested)
            .Invariant("the next token is fresh", () => !budget.ExceededToken.IsCancellationRequested);
    });
}
