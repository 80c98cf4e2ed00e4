using BudgetEnforcement.Tests.Ledger.Contract;

namespace BudgetEnforcement.PostgreSql.Tests;

public sealed class PostgreSqlLedgerContractTests(PostgreSqlServer server) : BudgetLedgerContract
{
    protected override IBudgetStore CreateStore() => new PostgreSqlBudgetStore(server.DataSource, server.NewSchema());

    protected override IBudgetStore OpenAgain(IBudgetStore store) => new PostgreSqlBudgetStore(server.DataSource, ((PostgreSqlBudgetStore)store).Schema);
}
