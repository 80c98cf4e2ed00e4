#if NET10_0_OR_GREATER // PgBouncer, which stands between, does not depend on the framework.
using BudgetEnforcement.Tests.Ledger.Contract;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>The contract of stores where PgBouncer gives each transaction another session.</summary>
public sealed class PgBouncerStoreContractTests(PostgreSqlServer server) : BudgetStoreContract
{
    protected override IBudgetStore CreateStore() => new PostgreSqlBudgetStore(server.Bouncer.DataSource, server.NewSchema());

    protected override IBudgetStore OpenAgain(IBudgetStore store) => new PostgreSqlBudgetStore(server.Bouncer.DataSource, ((PostgreSqlBudgetStore)store).Schema);
}

/// <summary>The same for ledgers.</summary>
public sealed class PgBouncerLedgerContractTests(PostgreSqlServer server) : BudgetLedgerContract
{
    protected override IBudgetStore CreateStore() => new PostgreSqlBudgetStore(server.Bouncer.DataSource, server.NewSchema());

    protected override IBudgetStore OpenAgain(IBudgetStore store) => new PostgreSqlBudgetStore(server.Bouncer.DataSource, ((PostgreSqlBudgetStore)store).Schema);
}

/// <summary>The same for shared budgets.</summary>
public sealed class PgBouncerSharedBudgetTests(PostgreSqlServer server) : SharedBudgetContract
{
    protected override IBudgetStore CreateStore() => new PostgreSqlBudgetStore(server.Bouncer.DataSource, server.NewSchema());

    protected override IBudgetStore OpenAgain(IBudgetStore store) => new PostgreSqlBudgetStore(server.Bouncer.DataSource, ((PostgreSqlBudgetStore)store).Schema);
}
#endif
