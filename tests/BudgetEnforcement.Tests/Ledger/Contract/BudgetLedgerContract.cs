namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <summary>
/// What a ledger promises on every store, by its public members: the tests of a store's package link this folder and derive one class. After
/// each test the books are right.
/// </summary>
public abstract partial class BudgetLedgerContract : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _opened = [];
    private IBudgetStore _store = null!;

    /// <summary>A store on empty data, with no schema yet.</summary>
    protected abstract IBudgetStore CreateStore();

    /// <summary>Another store on the same data, as another process has it; the first one stays open.</summary>
    protected abstract IBudgetStore OpenAgain(IBudgetStore store);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private BudgetLedger Ledger { get; set; } = null!;

    /// <summary>The ledger as another process has it.</summary>
    private BudgetLedger Other { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _store = CreateStore();
        Ledger = await OpenAsync(_store, new BudgetLedgerOptions { LeaveStoreOpen = true });
        Other = await OpenAsync(OpenAgain(_store));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            LedgerCheck.Find(_store).Should().BeEmpty();
        }
        finally
        {
            foreach (var ledger in _opened)
                await ledger.DisposeAsync();
            _store.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private async Task<BudgetLedger> OpenAsync(IBudgetStore store, BudgetLedgerOptions? options = null)
    {
        var ledger = await BudgetLedger.OpenAsync(store, options, cancellationToken: Stop);
        _opened.Add(ledger);
        return ledger;
    }

    private Task<LedgerBudgetInfo> CreateAsync(string name, decimal limit = 100m, params string[] parents) =>
        Ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = name, Limit = limit }, parents, Stop);

    private async Task<decimal> SpentAsync(string name) => (await Other.FindAsync(name, Stop))!.Spent;

    /// <summary>Lets a node report costs and get something to hold, as a process does that spends from the budget.</summary>
    private Guid StartNode(LedgerBudgetInfo budget, decimal held, decimal spent = 0m)
    {
        var id = Guid.NewGuid();
        var reply = new ExchangeCommand(new ExchangeRequest
        {
            NodeId = id,
            NodeName = "worker",
            Sequence = 1,
            BatchId = Guid.NewGuid(),
            Items = [new ExchangeItem { BudgetId = budget.Id, Term = budget.Term, Costs = LedgerAmount.FromDecimal(spent) }],
            Needs = [new ExchangeNeed { Id = Guid.NewGuid(), Path = [new ExchangeNeedLevel(budget.Id, LedgerAmount.FromDecimal(held))] }],
        }).Run(_store);
        reply.Items.Single().Held.Should().Be(LedgerAmount.FromDecimal(held));
        return id;
    }
}
