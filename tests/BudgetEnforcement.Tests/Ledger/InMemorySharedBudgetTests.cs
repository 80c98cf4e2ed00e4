using BudgetEnforcement.Tests.Ledger.Contract;

namespace BudgetEnforcement.Tests.Ledger;

public sealed class InMemorySharedBudgetTests : SharedBudgetContract
{
    protected override IBudgetStore CreateStore() => new InMemoryBudgetStore();

    protected override IBudgetStore OpenAgain(IBudgetStore store) => new SharedStore(store);
}
