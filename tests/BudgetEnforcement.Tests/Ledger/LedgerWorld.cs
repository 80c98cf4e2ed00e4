using BudgetEnforcement.Tests.Ledger.Model;

namespace BudgetEnforcement.Tests.Ledger;

/// <summary>A ledger in memory with a clock that is moved by hand, and nodes that exchange when they are told to.</summary>
internal sealed class LedgerWorld : IDisposable
{
    private readonly InMemoryBudgetStore _store;

    internal LedgerWorld()
    {
        _store = new InMemoryBudgetStore(Clock);
        Store.Open(SchemaSetUp.Create);
    }

    internal FleetClock Clock { get; } = new();

    internal IBudgetStore Store => _store;

    internal LedgerRows Rows => Store.Read(new LedgerQuery());

    internal LedgerBudgetRow Open(string name, decimal limit, params LedgerBudgetRow[] parents) =>
        Open(new BudgetDefinition { Name = name, Limit = limit, ParentIds = [.. parents.Select(parent => parent.Id)] }).Budget;

    internal OpenBudgetReply Open(BudgetDefinition definition) => new OpenBudgetCommand(definition).Run(Store);

    internal LedgerBudgetRow Row(string name) => Rows.Budgets.Single(row => row.Name == name);

    internal WorldNode Start(params LedgerBudgetRow[] budgets) => new(this, budgets);

    public void Dispose() => _store.Dispose();
}

/// <summary>A node whose reservations are numbers that a test sets.</summary>
internal sealed class WorldNode
{
    private readonly LedgerWorld _world;

    internal WorldNode(LedgerWorld world, IEnumerable<LedgerBudgetRow> budgets)
    {
        _world = world;
        foreach (var budget in budgets)
            State.Add(new NodeSlice(budget));
    }

    internal LedgerNode State { get; } = new("node");

    internal Dictionary<Guid, decimal> Reserved { get; } = [];

    internal List<ExchangeNeed> Needs { get; } = [];

    internal ExchangeReply? Last { get; private set; }

    internal NodeSlice this[LedgerBudgetRow budget] => State.Find(budget.Id)!;

    internal ExchangeRequest Send(decimal ahead = 0, bool isLast = false, bool looks = false) => State.Send(new ExchangePlan
    {
        BudgetIds = State.Slices.Select(slice => slice.BudgetId),
        Reserved = slice => LedgerAmount.FromDecimal(Reserved.GetValueOrDefault(slice.BudgetId)),
        Ahead = _ => LedgerAmount.FromDecimal(ahead),
        Needs = Needs,
        IsLast = isLast,
        LooksForDoubt = looks,
    });

    /// <summary>Sends, has it carried out and takes the answer.</summary>
    internal ExchangeReply Exchange(decimal ahead = 0, bool isLast = false, bool looks = false)
    {
        Last = new ExchangeCommand(Send(ahead, isLast, looks)).Run(_world.Store);
        State.Apply(Last);
        for (var i = 0; i < Needs.Count; i++)
        {
            if (Last.Needs.SingleOrDefault(need => need.Id == Needs[i].Id) is { } answer)
                Needs[i] = Needs[i] with { Since = answer.Since };
        }

        return Last;
    }

    internal void Need(decimal amount, params LedgerBudgetRow[] path) => Needs.Add(new ExchangeNeed
    {
        Id = Guid.NewGuid(),
        IsClaim = true,
        Path = [.. path.Select(budget => new ExchangeNeedLevel(budget.Id, LedgerAmount.FromDecimal(Reserved.GetValueOrDefault(budget.Id) + amount)))],
    });
}
