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

    /// <summary>As SQLite copies the content of a database into one that others have open.</summary>
    private static void Copy(string from, string to)
    {
        using var source = new SqliteConnection($"Data Source={from};Pooling=False");
        using var target = new SqliteConnection($"Data Source={to};Pooling=False");
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }
}
