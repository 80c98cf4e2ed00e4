using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>What a budget should be, in plain <see cref="BigInteger"/> and from the contract alone: no next triggers, no shared sums.</summary>
internal sealed class ModelBudget(ModelBudget? parent, string name, BigInteger limit, BigInteger spent, BigInteger first, BigInteger second)
{
    private BudgetStatus _told = StatusOf(spent, limit, first, second);

    internal string Name => name;

    internal BigInteger Limit { get; set; } = limit;

    internal BigInteger Spent { get; private set; } = spent;

    internal Dictionary<object, BigInteger> Held { get; } = [];

    internal BigInteger Reserved => Held.Values.Aggregate(BigInteger.Zero, (sum, amount) => sum + amount);

    internal BigInteger Room => Limit - Spent - Reserved;

    internal List<BudgetStatus> Told { get; } = [];

    internal BudgetStatus Status => StatusOf(Spent, Limit, first, second);

    internal IEnumerable<ModelBudget> Path
    {
        get
        {
            for (var budget = this; budget is not null; budget = budget.Parent)
                yield return budget;
        }
    }

    internal BudgetStatus PathStatus => Path.Max(budget => budget.Status);

    internal BigInteger Available => BigInteger.Max(0, Path.Min(budget => budget.Room));

    /// <summary>Least room; of several with equally little, the nearest.</summary>
    internal ModelBudget Decider => Path.MinBy(budget => budget.Room)!;

    private ModelBudget? Parent => parent;

    internal bool Fits(BigInteger amount) => Path.All(budget => amount <= budget.Room);

    internal BudgetStatus StatusWith(BigInteger amount) =>
        Path.Max(budget => StatusOf(budget.Spent + budget.Reserved + amount, budget.Limit, budget.First, budget.Second));

    internal bool CanCount(BigInteger cost, BigInteger freed) =>
        Path.All(budget => budget.Spent + budget.Reserved - freed + cost < Exact.Limit192);

    internal void Spend(BigInteger cost) => Change(budget => budget.Spent += cost);

    internal void TakeBack(BigInteger amount) => Change(budget => budget.Spent -= amount);

    internal void Reset()
    {
        Spent = 0;
        Announce();
    }

    internal void UpdateLimit(BigInteger newLimit)
    {
        Limit = newLimit;
        Announce();
    }

    internal void Hold(object reservation, BigInteger amount) => Change(budget => budget.Held.Add(reservation, amount));

    internal void Free(object reservation) => Change(budget => budget.Held.Remove(reservation));

    private BigInteger First => first;

    private BigInteger Second => second;

    private static BudgetStatus StatusOf(BigInteger spent, BigInteger limit, BigInteger first, BigInteger second) =>
        spent > limit ? BudgetStatus.Exceeded
        : limit.IsZero ? BudgetStatus.Ok
        : spent * Exact.One >= limit * second ? BudgetStatus.Warning90
        : spent * Exact.One >= limit * first ? BudgetStatus.Warning75
        : BudgetStatus.Ok;

    private void Change(Action<ModelBudget> change)
    {
        foreach (var budget in Path)
        {
            change(budget);
            budget.Announce();
        }
    }

    private void Announce()
    {
        for (var status = _told + 1; status <= Status; status++)
        {
            if (!Limit.IsZero || status == BudgetStatus.Exceeded)
                Told.Add(status);
        }

        _told = Status;
    }
}
