using BudgetEnforcement.PostgreSql;
using Npgsql;

namespace BudgetEnforcement.Benchmarks;

/// <summary>A PostgreSQL server that runs somewhere. Callers without a ledger have a connection each.</summary>
internal sealed class PostgreSqlSubject : LedgerSubject
{
    private const string Schema = "budget_ledger_benchmark";

    private readonly NpgsqlDataSource _dataSource;
    private readonly NpgsqlDataSource _dataSourceOfLedger;

    internal PostgreSqlSubject(string connectionString)
    {
        // The one statement is prepared, which is the best of callers without a ledger.
        _dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Schema, MaxPoolSize = LedgerTable.Callers, MaxAutoPrepare = 4 });
        _dataSourceOfLedger = NpgsqlDataSource.Create(connectionString);
    }

    internal override string Name => "PostgreSQL";

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
    internal override Task<BudgetLedger> OpenLedgerAsync() => BudgetLedger.OpenAsync(new PostgreSqlBudgetStore(_dataSourceOfLedger, Schema));
#pragma warning restore CA2000

    public override void Dispose()
    {
        using (var connection = _dataSource.OpenConnection())
            Execute(connection, $"drop schema {Schema} cascade");
        _dataSource.Dispose();
        _dataSourceOfLedger.Dispose();
    }
}
