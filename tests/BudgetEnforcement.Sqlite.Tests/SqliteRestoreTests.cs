using BudgetEnforcement.Tests.Ledger.Contract;
using Microsoft.Data.Sqlite;

namespace BudgetEnforcement.Sqlite.Tests;

public sealed class SqliteRestoreTests : RestoredStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override IBudgetStore CreateStore() => new SqliteBudgetStore(_folder.NewFile());

    protected override IBudgetStore OpenAgain(IBudgetStore store) => new SqliteBudgetStore(((SqliteBudgetStore)store).Path);

    protected override Action TakeBackup(IBudgetStore store)
    {
        var (present, backup) = (((SqliteBudgetStore)store).Path, _folder.NewFile());
        Copy(present, backup);
        return () => Copy(backup, present);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>As SQLite copies the content of a database into one that others have open: it waits for their transactions only where told to.</summary>
    private static void Copy(string from, string to)
    {
        using var source = Connect(from);
        using var target = Connect(to);
        source.BackupDatabase(target);
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 60000";
        command.ExecuteNonQuery();
        return connection;
    }
}
