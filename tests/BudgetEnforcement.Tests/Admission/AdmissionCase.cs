using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Admission;

/// <summary>A budget in some state, an amount that is asked of it, and the answer that every door must give.</summary>
/// <param name="Make">Makes the budget.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Reason">Why it is refused, if it is.</param>
/// <param name="Decider">The budget that decides; open where it is null.</param>
/// <param name="Available">What is available on the path.</param>
internal sealed record AdmissionCase(Func<BudgetEnforcer> Make, decimal Amount, BudgetRefusalReason Reason, string? Decider, decimal Available)
{
    /// <summary>Trees in which no call waits: reservations and spend on other paths, in the budgets above, and under several parents.</summary>
    internal static IReadOnlyDictionary<string, AdmissionCase> OnAPath { get; } = new Dictionary<string, AdmissionCase>
    {
        ["what is reserved counts"] = new(() => Holding(New(100m), 60m), 40.01m, BudgetRefusalReason.NoRoom, "root", 40m),
        ["beside what is reserved"] = new(() => Holding(New(100m), 60m), 40m, BudgetRefusalReason.None, "root", 40m),
        ["beside what is spent and reserved"] = new(() => Holding(Spent(50m, 100m), 30m), 20.01m, BudgetRefusalReason.NoRoom, "root", 20m),
        ["where decimal would round"] = new(() => Spending(Spent(9m, 10m), 1m - Budgets.Unit), 2 * Budgets.Unit, BudgetRefusalReason.NoRoom, "root", Budgets.Unit),
        ["a third that is left"] = new(() => New(11m, Spent(1m / 3m, 7m)), 7m - (1m / 3m), BudgetRefusalReason.None, "root", 7m - (1m / 3m)),
        ["a unit more than is left of a third"] = new(() => New(11m, Spent(1m / 3m, 7m)), 7m - (1m / 3m) + Budgets.Unit, BudgetRefusalReason.NoRoom, "root", 7m - (1m / 3m)),

        ["the root has less room"] = new(() => New(500m, New(1000m, Spent(80m, 100m))), 30m, BudgetRefusalReason.NoRoom, "root", 20m),
        ["just the room of the root"] = new(() => New(500m, New(1000m, Spent(80m, 100m))), 20m, BudgetRefusalReason.None, "root", 20m),
        ["above the limit of the root"] = new(() => New(500m, New(1000m, New(100m))), 101m, BudgetRefusalReason.NeverFits, "root", 100m),
        ["the middle has less room"] = new(() => New(500m, New(10m, New(1000m))), 11m, BudgetRefusalReason.NeverFits, "team", 10m),
        ["equal room everywhere"] = new(() => New(10m, New(10m, New(10m))), 11m, BudgetRefusalReason.NeverFits, "job", 10m),
        ["two are over their limit"] = new(() => Spending(New(15m, New(10m)), 20m), 1m, BudgetRefusalReason.NoRoom, "root", 0m),
        ["the child alone is over its limit"] = new(() => Spending(New(10m, New(100m)), 11m), 1m, BudgetRefusalReason.NoRoom, "team", 0m),
        ["a sibling holds"] = new(() => BesideHolding(New(100m), 70m), 40m, BudgetRefusalReason.NoRoom, "root", 30m),
        ["a child has spent more than its limit"] = new(() => AboveSpending(New(100m), 5m, 1m), 95m, BudgetRefusalReason.None, "root", 95m),

        ["the second parent has less room"] = new(() => UnderTwo(held: 150m), 51m, BudgetRefusalReason.NoRoom, "model", 50m),
        ["just the room of the second parent"] = new(() => UnderTwo(held: 150m), 50m, BudgetRefusalReason.None, "model", 50m),
        ["each ancestor of a diamond counts once"] = new(() => UnderTwo(held: 0m), 100m, BudgetRefusalReason.None, "team", 100m),

        ["a limit below what is held"] = new(() => WithLimit(Holding(New(100m), 80m), 50m), Budgets.Unit, BudgetRefusalReason.NoRoom, "root", 0m),
        ["a limit below what is spent"] = new(() => WithLimit(Spent(5m, 100m), 5m - Budgets.Unit), 1m, BudgetRefusalReason.NoRoom, "root", 0m),
        ["a limit that was raised"] = new(() => WithLimit(Spent(120m, 100m), 200m), 80m, BudgetRefusalReason.None, "root", 80m),
        ["a refund made room"] = new(() => Changed(Spent(101m, 100m), budget => budget.Refund(101m)), 100m, BudgetRefusalReason.None, "root", 100m),
        ["a reset made room beside what is held"] = new(() => Changed(Holding(Spent(30m, 100m), 60m), budget => budget.Reset()), 40m, BudgetRefusalReason.None, "root", 40m),
        ["a smaller commit freed the rest"] = new(() => Changed(New(100m), budget => budget.Reserve(100m).Commit(30m)), 70m, BudgetRefusalReason.None, "root", 70m),
        ["a release freed it"] = new(() => Changed(New(100m), budget => budget.Reserve(100m).Release()), 100m, BudgetRefusalReason.None, "root", 100m),
        ["the reset of a child does not make room above"] = new(() => Changed(Spending(New(100m, New(100m)), 60m), budget => budget.Reset()), 50m, BudgetRefusalReason.NoRoom, "root", 40m),
    };

    /// <summary>Newcomers where others wait, and closed budgets. A renewal may pass these waiters, and a check without a budget knows neither.</summary>
    internal static IReadOnlyDictionary<string, AdmissionCase> Newcomers { get; } = new Dictionary<string, AdmissionCase>
    {
        ["another waits above"] = new(() => WhereOneWaits(held: 50m, waiting: 51m), 10m, BudgetRefusalReason.WaitersAhead, "root", 0m),
        ["another waits above, and there is no room"] = new(() => WhereOneWaits(held: 50m, waiting: 51m), 60m, BudgetRefusalReason.NoRoom, "root", 0m),
        ["another waits above without hope"] = new(() => WhereOneWaits(held: 0m, waiting: 51m, spent: 50m), 10m, BudgetRefusalReason.None, "root", 50m),
        ["another waits in a sibling only"] = new(BesideOneThatWaits, 10m, BudgetRefusalReason.None, null, 50m),
        ["another waits under both parents, in the other one"] = new(() => UnderTwoWhereOneWaits(ask: "model"), 10m, BudgetRefusalReason.None, "model", 200m),
        ["another waits under both parents, in this one"] = new(() => UnderTwoWhereOneWaits(ask: "team"), 10m, BudgetRefusalReason.WaitersAhead, "team", 0m),

        ["closed"] = new(() => Closed(New(100m)), 1m, BudgetRefusalReason.Closed, "root", 0m),
        ["closed above"] = new(() => New(100m, Closed(New(100m))), 1m, BudgetRefusalReason.Closed, "root", 0m),
        ["closed, and there is no room"] = new(() => Closed(Spent(100m, 100m)), 1m, BudgetRefusalReason.Closed, "root", 0m),
        ["closed in the middle"] = new(() => New(100m, Closed(New(100m, New(100m)))), 1m, BudgetRefusalReason.Closed, "team", 0m),
        ["the second parent is closed"] = new(() => UnderTwo(held: 0m, isClosed: true), 1m, BudgetRefusalReason.Closed, "model", 0m),
        ["a closed sibling and a closed child"] = new(() => BesideClosed(New(100m)), 1m, BudgetRefusalReason.None, null, 100m),
        ["closed, then reset, with a higher limit"] = new(() => Changed(WithLimit(Closed(Spent(10m, 100m)), 1000m), budget => budget.Reset()), 1m, BudgetRefusalReason.Closed, "root", 0m),
        ["nothing of a closed one"] = new(() => Closed(New(100m)), 0m, BudgetRefusalReason.Closed, "root", 0m),
        ["nothing below a closed one"] = new(() => New(100m, Closed(New(100m))), 0m, BudgetRefusalReason.Closed, "root", 0m),
        ["more than the largest limit"] = new(() => Spent(decimal.MaxValue, decimal.MaxValue), decimal.MaxValue, BudgetRefusalReason.NoRoom, "root", 0m),
        ["all of the largest limit"] = new(() => New(decimal.MaxValue), decimal.MaxValue, BudgetRefusalReason.None, "root", decimal.MaxValue),
    };

    /// <summary>An amount of 0 takes nothing, so every door admits it in every state of a budget that is not closed.</summary>
    internal static IReadOnlyDictionary<string, AdmissionCase> Nothing { get; } = new Dictionary<string, AdmissionCase>
    {
        ["nothing of a full one"] = new(() => Spent(100m, 100m), 0m, BudgetRefusalReason.None, "root", 0m),
        ["nothing of an exceeded one"] = new(() => Spent(101m, 100m), 0m, BudgetRefusalReason.None, "root", 0m),
        ["nothing below an exceeded one"] = new(() => New(100m, Spent(101m, 100m)), 0m, BudgetRefusalReason.None, "root", 0m),
        ["nothing of no limit at all"] = new(() => New(0m), 0m, BudgetRefusalReason.None, "root", 0m),
        ["nothing where the limit is below what is held"] = new(() => WithLimit(Holding(New(100m), 80m), 50m), 0m, BudgetRefusalReason.None, "root", 0m),
        ["nothing where another waits"] = new(() => WhereOneWaits(held: 50m, waiting: 51m), 0m, BudgetRefusalReason.None, "root", 0m),
        ["nothing where another waits without hope"] = new(() => WhereOneWaits(held: 0m, waiting: 1m, spent: 101m), 0m, BudgetRefusalReason.None, "root", 0m),
    };

    private static BudgetEnforcer New(decimal limit) => Spent(0m, limit);

    private static BudgetEnforcer Spent(decimal spent, decimal limit, int maxWaiters = 0) => new(
        new BudgetOptions { Name = "root", Limit = limit, InitialSpent = spent, MaxWaiters = maxWaiters }, timeProvider: new ManualClock(isFrozen: true));

    /// <summary>A child, called team below the root and job below a team.</summary>
    private static BudgetEnforcer New(decimal limit, BudgetEnforcer under) => under.Child(limit, under.Parent is null ? "team" : "job");

    private static BudgetEnforcer Changed(BudgetEnforcer budget, Action<BudgetEnforcer> change)
    {
        change(budget);
        return budget;
    }

    private static BudgetEnforcer Holding(BudgetEnforcer budget, decimal amount) => Changed(budget, it => it.Reserve(amount));

    private static BudgetEnforcer Spending(BudgetEnforcer budget, decimal amount) => Changed(budget, it => it.AddCost(amount));

    private static BudgetEnforcer WithLimit(BudgetEnforcer budget, decimal limit) => Changed(budget, it => it.UpdateLimit(limit));

    private static BudgetEnforcer Closed(BudgetEnforcer budget) => Changed(budget, static it => it.Close());

    private static BudgetEnforcer BesideHolding(BudgetEnforcer root, decimal amount)
    {
        Holding(New(100m, root), amount);
        return New(100m, root);
    }

    private static BudgetEnforcer AboveSpending(BudgetEnforcer root, decimal amount, decimal limit)
    {
        Spending(New(limit, root), amount);
        return root;
    }

    private static BudgetEnforcer BesideClosed(BudgetEnforcer root)
    {
        Closed(New(100m, root));
        var budget = New(100m, root);
        Closed(New(100m, budget));
        return budget;
    }

    private static BudgetEnforcer UnderTwo(decimal held, bool isClosed = false)
    {
        var root = New(1000m);
        var model = Holding(root.Child(200m, "model"), held);
        if (isClosed)
            model.Close();
        return New(100m, root).CreateChild(new BudgetOptions { Name = "job", Limit = 500m }, model);
    }

    /// <summary>The budget that is asked allows no waiters, so it answers each call at once.</summary>
    private static BudgetEnforcer WhereOneWaits(decimal held, decimal waiting, decimal spent = 0m)
    {
        var root = Holding(Spent(spent, 100m, maxWaiters: 1), held);
        _ = root.Ask(waiting);
        return New(100m, root);
    }

    private static BudgetEnforcer BesideOneThatWaits()
    {
        var root = New(100m);
        var sibling = Holding(root.NewChild(50m), 50m);
        _ = sibling.Ask(1m);
        return New(100m, root);
    }

    /// <summary>A call that waits lacks room in the team and has it in the model.</summary>
    private static BudgetEnforcer UnderTwoWhereOneWaits(string ask)
    {
        var root = New(1000m);
        var (team, model) = (Holding(New(100m, root), 80m), root.Child(200m, "model"));
        _ = team.CreateChild(new BudgetOptions { Limit = 500m, MaxWaiters = 1 }, model).Ask(50m);
        return ask == "team" ? team : model;
    }
}
