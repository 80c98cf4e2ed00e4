namespace BudgetEnforcement.Interleavings;

/// <summary>What ends work: tokens, and budgets that are closed.</summary>
internal static class Stopping
{
    internal static IEnumerable<Scenario> All => [LinkedAgainstCrossing, DisposedAgainstCrossing, CloseAgainstRelease, CloseAgainstWait, CloseOfParent];

    private static Scenario LinkedAgainstCrossing => new("a linked source that is made against a crossing", () =>
    {
        var team = new BudgetEnforcer(10m);
        var job = team.CreateChild(new BudgetOptions { Limit = 100m });
        CancellationTokenSource? source = null;
        return new Play()
            .Thread(() => Say.Add(team, 11m))
            .Thread(() => Say.Done(() => source = job.CreateLinkedTokenSource()))
            .End(() => Say.Report(job))
            .Invariant("it is cancelled", () => source!.IsCancellationRequested);
    });

    private static Scenario DisposedAgainstCrossing => new("a linked source that is disposed of against a crossing", () =>
    {
        var budget = new BudgetEnforcer(10m);
        var disposed = budget.CreateLinkedTokenSource();
        var living = budget.CreateLinkedTokenSource();
        var token = disposed.Token;
        return new Play()
            .Thread(() => Say.Add(budget, 11m))
            .Thread(() => Say.Done(disposed.Dispose), () => $"cancelled {token.IsCancellationRequested}")
            .Invariant("the other is cancelled", () => living.IsCancellationRequested)
            .Invariant("a second crossing meets nobody", () => Say.Done(() => budget.Refund(5m)) == "done" && Say.Add(budget, 5m) == "Exceeded");
    });

    private static Scenario CloseAgainstRelease => new("close against a release that serves a waiter", () =>
    {
        var budget = Waiting(10m);
        var held = budget.Reserve(10m);
        var waiting = budget.ReserveAsync(4m).AsTask();
        return new Play()
            .Thread(() => Say.Done(budget.Close), () => Say.Reserve(budget, 0m))
            .Thread(() => Say.Done(held.Release))
            .End(() => Say.Fate(waiting))
            .End(() => Say.Report(budget))
            .Invariant("it is decided", () => waiting.IsCompleted)
            .Invariant("only the one that is served holds", () => budget.Reserved == (waiting.IsCompletedSuccessfully ? 4m : 0m));
    });

    private static Scenario CloseAgainstWait => new("close against one that comes to wait", () =>
    {
        var budget = Waiting(10m);
        budget.Reserve(10m);
        Task<BudgetReservation>? waiting = null;
        return new Play()
            .Thread(() => Say.Done(budget.Close))
            .Thread(() => Say.Done(() => waiting = budget.ReserveAsync(4m).AsTask()))
            .Invariant("it is refused", () => Say.Fate(waiting!) == "Closed")
            .End(() => Say.Report(budget));
    });

    private static Scenario CloseOfParent => new("close of a parent against a waiter of a child that gives up", () =>
    {
        var team = Waiting(10m);
        var job = team.CreateChild(new BudgetOptions { Limit = 10m, MaxWaiters = 8 });
        team.Reserve(8m);
        var cancel = new CancellationTokenSource();
        var first = job.ReserveAsync(4m, cancel.Token).AsTask();
        var second = job.ReserveAsync(2m).AsTask();
        return new Play()
            .Thread(() => Say.Done(team.Close))
            .Thread(() => Say.Done(cancel.Cancel))
            .End(() => $"{Say.Fate(first)} {Say.Fate(second)}")
            .End(() => Say.Report(team))
            .Invariant("both are decided", () => first.IsCompleted && second.IsCompleted);
    });

    private static BudgetEnforcer Waiting(decimal limit) => new(new BudgetOptions { Limit = limit, MaxWaiters = 8 });
}
