namespace BudgetEnforcement.Tests.Ledger;

/// <summary>A store in which a test can interfere with what a ledger asks of it. Its disposal does nothing.</summary>
internal sealed class HookedStore(IBudgetStore store) : IBudgetStore
{
    private int _transactions;

    /// <summary>Runs before each transaction that is no exchange of a node.</summary>
    internal Action<LedgerScope>? Before { get; set; }

    /// <summary>Runs after each such transaction, when the store has the outcome and the caller does not have the answer yet.</summary>
    internal Action<LedgerScope>? After { get; set; }

    /// <summary>Runs after each exchange of a node, before the node has the answer.</summary>
    internal Action? AfterExchange { get; set; }

    /// <summary>Runs before each reading.</summary>
    internal Action<LedgerQuery>? OnRead { get; set; }

    internal int Transactions => Volatile.Read(ref _transactions);

    public BudgetStoreInfo Open(SchemaSetUp setUp) => store.Open(setUp);

    public void Transact(LedgerScope scope, LedgerRules rules)
    {
        var isCommand = scope.NodeId is null;
        if (isCommand)
        {
            Interlocked.Increment(ref _transactions);
            Before?.Invoke(scope);
        }

        store.Transact(scope, rules);
        if (isCommand)
            After?.Invoke(scope);
        else
            AfterExchange?.Invoke();
    }

    public LedgerRows Read(LedgerQuery query)
    {
        OnRead?.Invoke(query);
        return store.Read(query);
    }

    public void Dispose()
    {
        // The test disposes of the inner store.
    }
}
