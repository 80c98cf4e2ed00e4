using BudgetEnforcement.Tests.Ledger.Contract;
using Npgsql;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>On a server of these tests' own: to empty tables under processes that use them makes deadlocks, which transactions of the ledger have not.</summary>
public sealed class PostgreSqlRestoreTests : RestoredStoreContract, IDisposable
{
    private static readonly string[] Tables = ["ledger", "node", "budget", "term", "slice", "entry"];

    private readonly PostgreSqlServer _server = new();

    public void Dispose() => _server.Dispose();

    protected override IBudgetStore CreateStore() => new PostgreSqlBudgetStore(_server.DataSource, _server.NewSchema());

    protected override IBudgetStore OpenAgain(IBudgetStore store) => new PostgreSqlBudgetStore(_server.DataSource, ((PostgreSqlBudgetStore)store).Schema);

    protected override Action TakeBackup(IBudgetStore store)
    {
        var (present, backup) = (((PostgreSqlBudgetStore)store).Schema, _server.NewSchema());
        _server.Run($"create schema \"{backup}\";" + string.Concat(Tables.Select(table => $"create table \"{backup}\".{table} as table \"{present}\".{table};")));
        return () => RunUntilItIsNoVictim(
            $"begin; truncate {string.Join(", ", Tables.Select(table => $"\"{present}\".{table}"))};"
            + string.Concat(Tables.Select(table => $"insert into \"{present}\".{table} ({Columns(present, table)}) select {Columns(present, table)} from \"{backup}\".{table};"))
            + "commit");
    }

    // It locks the tables in another order than a transaction of the ledger, and so may be the victim of a deadlock.
    private void RunUntilItIsNoVictim(string sql)
    {
        while (true)
        {
            try
            {
                _server.Run(sql);
                return;
            }
            catch (PostgresException deadlock) when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                continue;
            }
        }
    }

    private string Columns(string schema, string table) => _server.Ask<string>(
        $"select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = '\"{schema}\".{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''");
}
