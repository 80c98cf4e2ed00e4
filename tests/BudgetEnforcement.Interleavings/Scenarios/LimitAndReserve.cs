namespace BudgetEnforcement.Interleavings;

internal static class LimitAndReserve
{
    internal static IEnumerable<Scenario> All => [LoweredAgainstReserve, RaisedAgainstWait, LoweredAgainstWaiter, LoweredAgainstCost];

    private static Scenario LoweredAgainstReserve => new("lowering the limit against reserve", () =>
    {
        var budget = new BudgetEnforcer(10m);
        return new Play()
            .Thread(() => Say.Done(() => budget.UpdateLimit(5m)), () => Say.Check(budget, 1m))
            .Thread(() => Say.Reserve(budget, 8m), () => Say.TryAdd(budget, 1m))
            .End(() => Say.Report(budget));
    });

    private static Scenario RaisedAgainstWait => new("raising the limit against one who comes to wait", () =>
    {
        var budget = Waiting(5m);
        budget.Reserve(2m);
        Task<BudgetReservation>? waiting = null;
        return new Play()
            .Thread(() => Say.Done(() => budget.UpdateLimit(10m)))
            .Thread(() => Say.Done(() => waiting = budget.ReserveAsync(4m).AsTask()))
            .End(() => Say.Fate(waiting!))
            .End(() => Say.Report(budget))
            .Invariant("nobody waits for what is there", () => waiting!.IsCompletedSuccessfully);
    });

    private static Scenario LoweredAgainstWaiter => new("lowering the limit against a release that serves a waiter", () =>
    {
        var budget = Waiting(10m);
        var held = budget.Reserve(5m);
        var waiting = budget.ReserveAsync(8m).AsTask();
        return new Play()
            .Thread(() => Say.Done(() => budget.UpdateLimit(6m)))
            .Thread(() => Say.Done(held.Release))
            .End(() => Say.Fate(waiting))
            .End(() => Say.Report(budget))
            .Invariant("it is decided", () => waiting.IsCompleted);
    });

    private static Scenario LoweredAgainstCost => new("lowering the limit against a cost: who crosses", () =>
    {
        var budget = new BudgetEnforcer(100m);
        var listener = new Listener().To(budget);
        return new Play()
            .Thread(() => Say.Done(() => budget.UpdateLimit(50m)))
            .Thread(() => Say.Add(budget, 40m), () => Say.Add(budget, 11m))
            .End(() => Say.Report(budget))
            .End(() => listener.Heard)
            .Invariant("the token tells", () => budget.ExceededToken.IsCancellationRequested);
    });

    private static BudgetEnforcer Waiting(decimal limit) => new(new BudgetOptions { Limit = limit, MaxWaiters = 8 });
}
