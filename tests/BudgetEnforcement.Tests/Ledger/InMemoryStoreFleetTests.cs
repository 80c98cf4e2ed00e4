using BudgetEnforcement.Tests.Ledger.Model;

namespace BudgetEnforcement.Tests.Ledger;

public sealed class InMemoryStoreFleetTests : StoreFleetContract
{
    protected override IBudgetStore OpenStore()
    {
        IBudgetStore store = new InMemoryBudgetStore();
        store.Open(SchemaSetUp.Create);
        return store;
    }
}
