using BudgetEnforcement.PostgreSql;
using Npgsql;

namespace BudgetEnforcement.Benchmarks;

/// <summary>
/// A PostgreSQL server that runs somewhere. Callers without a ledger have a connection each. They and the ledger take connections from one data
/// source, so that its settings make neither of them faster.
/// </summary>
internal sealed class PostgreSqlSubject : LedgerSubject
{
    private const string Schema = "budget_ledger_benchmark";

    private readonly NpgsqlDataSource _dataSource;
    private readonly bool _prepares;

    /// <param name="connectionString">The server.</param>
    /// <param name="prepares">Whether the data source prepares statements; otherwise the server plans each one each time.</param>
    internal PostgreSqlSubject(string connectionString, bool prepares)
    {
        _prepares = prepares;
        _dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = Schema,
            MaxPoolSize = LedgerTable.Callers + 8,
            MaxAutoPrepare = prepares ? 32 : 0,
            NoResetOnClose = true, // No caller leaves anything in a session, and a reset costs most where a transaction is one statement.
        });
    }

    internal override string Name => _prepares ? "PostgreSQL, Max Auto Prepare=32" : "PostgreSQL";

    internal override double GoalOfFlushing => 15;

    internal override void Prepare()
    {
        using var connection = _dataSource.OpenConnection();
        Execute(connection, $"drop schema if exists {Schema} cascade; create schema {Schema}; create table naive (id int primary key, spent numeric, most numeric) with (fillfactor = 10); insert into naive values (1, 0, 10000000)");
    }

    internal override bool Spend(decimal cost)
    {
        using var connection = _dataSource.OpenConnection();
        return Spend(connection, FormattableString.Invariant($"{cost}"));
    }

#pragma warning disable CA2000 // The ledger disposes of its store.
    internal override Task<BudgetLedger> OpenLedgerAsync() => BudgetLedger.OpenAsync(new PostgreSqlBudgetStore(_dataSource, Schema));
#pragma warning restore CA2000

    public override void Dispose()
    {
        using (var connection = _dataSource.OpenConnection())
            Execute(connection, $"drop schema {Schema} cascade");
        _dataSource.Dispose();
    }
}
