namespace BudgetEnforcement.Tests.Ledger.Model;

/// <summary>A store that reads the same rows only once between two changes, since a fleet looks at them after every step.</summary>
internal sealed class ReadOnceStore(IBudgetStore inner) : IBudgetStore
{
    private LedgerRows? _rows;

    internal IBudgetStore Inner => inner;

    internal void Forget() => _rows = null;

    internal LedgerRows ReadOnce(Func<LedgerQuery> query) => _rows ??= inner.Read(query());

    public BudgetStoreInfo Open(SchemaSetUp setUp) => inner.Open(setUp);

    public void Transact(LedgerScope scope, LedgerRules rules)
    {
        _rows = null;
        inner.Transact(scope, rules);
    }

    public LedgerRows Read(LedgerQuery query) => inner.Read(query);

    // The store is the caller's.
    public void Dispose() => Forget();
}
