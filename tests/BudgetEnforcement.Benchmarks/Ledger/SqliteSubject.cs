using BudgetEnforcement.Sqlite;
using Microsoft.Data.Sqlite;

namespace BudgetEnforcement.Benchmarks;

/// <summary>An SQLite file in WAL mode, which waits for the disk with each commit. Callers without a ledger share one connection, which is their best.</summary>
internal sealed class SqliteSubject : LedgerSubject
{
    private readonly string _folder = Directory.CreateTempSubdirectory("budgets").FullName;
    private readonly object _gate = new();
    private SqliteConnection? _connection;

    internal override string Name => "SQLite";

    internal override double GoalOfFlushing => 5;

    internal override void Prepare()
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "naive.db")}");
        _connection.Open();
        Execute(_connection, "pragma journal_mode = wal; pragma synchronous = full; create table naive (id integer primary key, spent integer, most integer); insert into naive values (1, 0, 1000000000)");
    }

    // SQLite has no decimals: a program of eight lines counts cents.
    internal override bool Spend(decimal cost)
    {
        lock (_gate)
            return Spend(_connection!, FormattableString.Invariant($"{(long)(cost * 100m)}"));
    }

#pragma warning disable CA2000 // The ledger disposes of its store.
    internal override Task<BudgetLedger> OpenLedgerAsync() => BudgetLedger.OpenAsync(new SqliteBudgetStore(Path.Combine(_folder, "budgets.db")));
#pragma warning restore CA2000

    public override void Dispose()
    {
        _connection?.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
