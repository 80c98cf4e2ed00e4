using BudgetEnforcement.Tests.Ledger.Contract;

namespace BudgetEnforcement.PostgreSql.Tests;

public sealed class PostgreSqlRestoreTests(PostgreSqlServer server) : RestoredStoreContract
{
    private static readonly string[] Tables = ["ledger", "node", "budget", "term", "slice", "entry"];

    protected override IBudgetStore CreateStore() => new PostgreSqlBudgetStore(server.DataSource, server.NewSchema());

    protected override IBudgetStore OpenAgain(IBudgetStore store) => new PostgreSqlBudgetStore(server.DataSource, ((PostgreSqlBudgetStore)store).Schema);

    protected override Action TakeBackup(IBudgetStore store)
    {
        var (present, backup) = (((PostgreSqlBudgetStore)store).Schema, server.NewSchema());
        server.Run($"create schema \"{backup}\";" + string.Concat(Tables.Select(table => $"create table \"{backup}\".{table} as table \"{present}\".{table};")));
        return () => server.Run(
            $"begin; truncate {string.Join(", ", Tables.Select(table => $"\"{present}\".{table}"))};"
            + string.Concat(Tables.Select(table => $"insert into \"{present}\".{table} ({Columns(present, table)}) select {Columns(present, table)} from \"{backup}\".{table};"))
            + "commit");
    }

    private string Columns(string schema, string table) => server.Ask<string>(
        $"select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = '\"{schema}\".{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''");
}
