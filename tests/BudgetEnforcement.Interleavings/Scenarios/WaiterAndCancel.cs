namespace BudgetEnforcement.Interleavings;

internal static class WaiterAndCancel
{
    internal static IEnumerable<Scenario> All =>
    [
        CancelAgainstRelease, JoinAgainstCancel, JoinAgainstCancelAgainstRelease, CancelMakesWay, CancelAgainstCost, TwoWaiters, TwoReleases,
    ];

    private static Scenario CancelAgainstRelease => new("waiter: cancel against release", () =>
    {
        var budget = Waiting(10m);
        var held = budget.Reserve(10m);
        var cancel = new CancellationTokenSource();
        var waiting = budget.ReserveAsync(4m, cancel.Token).AsTask();
        return new Play()
            .Thread(() => Say.Done(cancel.Cancel))
            .Thread(() => Say.Done(held.Release))
            .End(() => Say.Fate(waiting))
            .End(() => Say.Report(budget))
            .Invariant("it is decided", () => waiting.IsCompleted)
            .Invariant("whoever is served holds", () => budget.Reserved == (waiting.IsCompletedSuccessfully ? 4m : 0m));
    });

    private static Scenario JoinAgainstCancel => new("waiter: joining against cancel", () =>
    {
        var budget = Waiting(10m);
        budget.Reserve(10m);
        var cancel = new CancellationTokenSource();
        Task<BudgetReservation>? waiting = null;
        return new Play()
            .Thread(() => Say.Done(() => waiting = budget.ReserveAsync(4m, cancel.Token).AsTask()))
            .Thread(() => Say.Done(cancel.Cancel))
            .Invariant("it is cancelled", () => waiting!.IsCanceled)
            .End(() => Say.Report(budget));
    });

    private static Scenario JoinAgainstCancelAgainstRelease => new("waiter: joining against cancel against release", () =>
        {
            var budget = Waiting(10m);
            var held = budget.Reserve(10m);
            var cancel = new CancellationTokenSource();
            Task<BudgetReservation>? waiting = null;
            return new Play()
                .Thread(() => Say.Done(() => waiting = budget.ReserveAsync(4m, cancel.Token).AsTask()))
                .Thread(() => Say.Done(cancel.Cancel))
                .Thread(() => Say.Done(held.Release))
                .End(() => Say.Fate(waiting!))
                .End(() => Say.Report(budget))
                .Invariant("nobody waits for what is there", () => waiting!.IsCompleted)
                .Invariant("whoever is served holds", () => budget.Reserved == (waiting!.IsCompletedSuccessfully ? 4m : 0m));
        },
        // A call that joins looks at its token first and has its place a moment later: if it is cancelled in between, it may still be served.
        [
            "done | done | done => cancelled; default: Ok, $0.00 of $10.00 spent (0%), reserved: $0.00, available: $10.00",
            "done | done | done => served; default: Ok, $0.00 of $10.00 spent (0%), reserved: $4.00, available: $6.00",
        ]);

    private static Scenario CancelMakesWay => new("waiter: cancel of the first makes way for the second", () =>
    {
        var budget = Waiting(10m);
        budget.Reserve(6m);
        var cancel = new CancellationTokenSource();
        var first = budget.ReserveAsync(8m, cancel.Token).AsTask();
        Task<BudgetReservation>? second = null;
        return new Play()
            .Thread(() => Say.Done(cancel.Cancel))
            .Thread(() => Say.Done(() => second = budget.ReserveAsync(3m).AsTask()))
            .Thread(() => Say.Reserve(budget, 2m))
            .End(() => $"{Say.Fate(first)} {Say.Fate(second!)}")
            .End(() => Say.Report(budget))
            .Invariant("who gave up is gone", () => first.IsCanceled)
            .Invariant("nobody waits for what is there", () => second!.IsCompletedSuccessfully == (budget.Reserved == 9m))
            .Invariant("the limit holds", () => budget.Reserved <= 10m);
    });

    private static Scenario CancelAgainstCost => new("waiter: cancel of the first against a cost, with a second in line", () =>
    {
        var budget = Waiting(10m);
        budget.Reserve(6m);
        var cancel = new CancellationTokenSource();
        var first = budget.ReserveAsync(8m, cancel.Token).AsTask();
        var second = budget.ReserveAsync(3m).AsTask();
        return new Play()
            .Thread(() => Say.Done(cancel.Cancel))
            .Thread(() => Say.Add(budget, 1m))
            .Invariant("the second is served", () => first.IsCanceled && second.IsCompletedSuccessfully)
            .End(() => Say.Report(budget));
    });

    private static Scenario TwoWaiters => new("waiter: two in line against release against a taker", () =>
    {
        var budget = Waiting(10m);
        var held = budget.Reserve(10m);
        var first = budget.ReserveAsync(6m).AsTask();
        var second = budget.ReserveAsync(4m).AsTask();
        return new Play()
            .Thread(() => Say.Done(held.Release))
            .Thread(() => Say.Reserve(budget, 4m))
            .End(() => $"{Say.Fate(first)} {Say.Fate(second)}")
            .End(() => Say.Report(budget))
            .Invariant("first come, first served", () => first.IsCompletedSuccessfully && second.IsCompletedSuccessfully)
            .Invariant("the limit holds", () => budget.Reserved == 10m);
    });

    private static Scenario TwoReleases => new("waiter: two in line, served by two threads", () =>
    {
        var budget = Waiting(10m);
        var one = budget.Reserve(5m);
        var two = budget.Reserve(5m);
        var first = budget.ReserveAsync(5m).AsTask();
        var second = budget.ReserveAsync(4m).AsTask();
        return new Play()
            .Thread(() => Say.Done(one.Release))
            .Thread(() => Say.Done(() => two.Commit(1m)))
            .Invariant("both are served", () => first.IsCompletedSuccessfully && second.IsCompletedSuccessfully)
            .End(() => Say.Report(budget));
    });

    private static BudgetEnforcer Waiting(decimal limit) => new(new BudgetOptions { Limit = limit, MaxWaiters = 8 });
}
