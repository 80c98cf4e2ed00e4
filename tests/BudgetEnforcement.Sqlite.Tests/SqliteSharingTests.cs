using System.Runtime.CompilerServices;
using BudgetEnforcement.Stores;

namespace BudgetEnforcement.Sqlite.Tests;

public sealed class SqliteSharingTests : SharingTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [ModuleInitializer]
    internal static void RunIfThisIsTheOtherProcess() => OtherProcess.RunIfThisIsIt(static path => new SqliteBudgetStore(path));

    protected override IBudgetStore CreateStore(out string where)
    {
        where = _folder.NewFile();
        return new SqliteBudgetStore(where);
    }

    protected override IBudgetStore OpenAgain(string where) => new SqliteBudgetStore(where);

    public void Dispose() => _folder.Dispose();
}
