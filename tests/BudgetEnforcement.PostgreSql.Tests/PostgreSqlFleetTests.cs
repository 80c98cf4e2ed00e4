using BudgetEnforcement.Tests.Ledger.Model;

namespace BudgetEnforcement.PostgreSql.Tests;

public sealed class PostgreSqlFleetTests(PostgreSqlServer server) : StoreFleetContract
{
    // A tenth on the older runtime.
#if NET10_0_OR_GREATER
    protected override int Sequences => 150;
#else
    protected override int Sequences => 15;
#endif

    protected override IBudgetStore OpenStore()
    {
        IBudgetStore store = new PostgreSqlBudgetStore(server.DataSource, server.NewSchema());
        store.Open(SchemaSetUp.Create);
        return store;
    }
}
