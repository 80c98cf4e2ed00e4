using BudgetEnforcement.Tests.Ledger.Contract;

namespace BudgetEnforcement.Sqlite.Tests;

public sealed class SqliteLedgerContractTests : BudgetLedgerContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override IBudgetStore CreateStore() => new SqliteBudgetStore(_folder.NewFile());

    protected override IBudgetStore OpenAgain(IBudgetStore store) => new SqliteBudgetStore(((SqliteBudgetStore)store).Path);

    public void Dispose() => _folder.Dispose();
}
