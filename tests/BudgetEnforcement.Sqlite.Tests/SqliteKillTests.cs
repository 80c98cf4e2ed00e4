using BudgetEnforcement.Stores;

namespace BudgetEnforcement.Sqlite.Tests;

public sealed class SqliteKillTests : KillTests
{
    private readonly TemporaryFolder _folder = new();

    protected override int RoundsOfLongRun => 50;

    protected override IBudgetStore CreateStore(out string where)
    {
        where = _folder.NewFile();
        return new SqliteBudgetStore(where);
    }

    protected override IBudgetStore OpenAgain(string where) => new SqliteBudgetStore(where);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}
