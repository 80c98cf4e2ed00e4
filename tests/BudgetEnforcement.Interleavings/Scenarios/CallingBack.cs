namespace BudgetEnforcement.Interleavings;

/// <summary>
/// A handler runs after the event that it is told of. Other threads may act in between, so there are more outcomes than orders of the steps.
/// </summary>
internal static class CallingBack
{
    internal static IEnumerable<Scenario> All => [HandlerSpends, HandlerWaits];

    private static Scenario HandlerSpends => new("event handler that spends against a spender", () =>
        {
            var budget = new BudgetEnforcer(100m);
            var listener = new Listener().To(budget, crossed =>
            {
                if (crossed == BudgetStatus.Warning75)
                    budget.AddCost(15m);
            });
            return new Play()
                .Thread(() => Say.Add(budget, 80m))
                .Thread(() => Say.Add(budget, 6m))
                .End(() => listener.Heard)
                .Invariant("every cost is recorded", () => budget.Spent == 101m);
        },
        [
            "Warning75 | Ok => heard: default-Warning75 default-Warning90 default-Exceeded",
            "Warning75 | Warning75 => heard: default-Warning75 default-Warning90 default-Exceeded",
            "Warning75 | Exceeded => heard: default-Warning75 default-Warning90 default-Exceeded",
        ]);

    private static Scenario HandlerWaits => new("event handler that waits for another thread, and throws", () =>
        {
            var budget = new BudgetEnforcer(100m);
            var listener = new Listener();
            budget.ThresholdCrossed += (_, _) =>
            {
                Task.Run(() => budget.AddCost(1m)).Wait();
                throw new InvalidOperationException("Handlers may throw.");
            };
            listener.To(budget, _ => budget.GetStatus());
            return new Play()
                .Thread(() => Say.Add(budget, 80m))
                .Thread(() => Say.Add(budget, 9m))
                .End(() => listener.Heard)
                .Invariant("every cost is recorded", () => budget.Spent == 91m);
        },
        [
            "Warning75 | Ok => heard: default-Warning75 default-Warning90",
            "Warning75 | Warning75 => heard: default-Warning75 default-Warning90",
            "Warning75 | Warning90 => heard: default-Warning75 default-Warning90",
        ]);
}
