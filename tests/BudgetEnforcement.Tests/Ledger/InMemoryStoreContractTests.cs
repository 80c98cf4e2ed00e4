using BudgetEnforcement.Tests.Ledger.Contract;

namespace BudgetEnforcement.Tests.Ledger;

public sealed class InMemoryStoreContractTests : BudgetStoreContract
{
    protected override IBudgetStore CreateStore() => new InMemoryBudgetStore();

    // Processes that share a store in memory are those who share the instance: each has a door of its own, so that closing one leaves the others open.
    protected override IBudgetStore OpenAgain(IBudgetStore store) => new SharedStore(store);

    private sealed class SharedStore(IBudgetStore store) : IBudgetStore
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
}
