using BudgetEnforcement.Tests.Ledger.Contract;

namespace BudgetEnforcement.Tests.Ledger;

public sealed class InMemoryRestoreTests : RestoredStoreContract
{
    protected override IBudgetStore CreateStore() => new InMemoryBudgetStore();

    protected override IBudgetStore OpenAgain(IBudgetStore store) => new SharedStore(store);

    protected override Action TakeBackup(IBudgetStore store)
    {
        var present = (InMemoryBudgetStore)store;
        var backup = present.Copy();
        return () => present.Restore(backup);
    }
}
