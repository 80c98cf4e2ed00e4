namespace BudgetEnforcement.Tests.Ledger;

/// <summary>A door of its own to a store in memory, as another process has it: closing one leaves the others open.</summary>
internal sealed class SharedStore(IBudgetStore store) : IBudgetStore
{
    private bool _disposed;

    public BudgetStoreInfo Open(SchemaSetUp setUp) => Inner.Open(setUp);

    public void Transact(LedgerScope scope, LedgerRules rules) => Inner.Transact(scope, rules);

    public LedgerRows Read(LedgerQuery query) => Inner.Read(query);

    public void Dispose() => _disposed = true;

    private IBudgetStore Inner
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return store;
        }
    }
}
