using BudgetEnforcement.Tests.Ledger.Contract;

namespace BudgetEnforcement.Sqlite.Tests;

public sealed class SqliteStoreContractTests : BudgetStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override IBudgetStore CreateStore() => new SqliteBudgetStore(_folder.NewFile());

    protected override IBudgetStore OpenAgain(IBudgetStore store) => new SqliteBudgetStore(((SqliteBudgetStore)store).Path);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}
