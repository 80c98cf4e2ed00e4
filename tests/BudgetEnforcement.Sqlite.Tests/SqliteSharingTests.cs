using System.Runtime.CompilerServices;
using BudgetEnforcement.Stores;

namespace BudgetEnforcement.Sqlite.Tests;

public sealed class SqliteSharingTests : SharingTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [ModuleInitializer]
    internal static void RunIfThisIsTheOtherProcess() => OtherProcess.RunIfThisIsIt(static path => Store(path));

    protected override IBudgetStore CreateStore(out string where)
    {
        where = _folder.NewFile();
        return Store(where);
    }

    protected override IBudgetStore OpenAgain(string where) => Store(where);

    public void Dispose() => _folder.Dispose();

    // Locks of SQLite are not fair, and each commit of the others writes to a disk that is shared as well.
    private static SqliteBudgetStore Store(string path) => new(path) { LockTimeout = TimeSpan.FromMinutes(2) };
}
