using BudgetEnforcement.Demo.Ledgers;
using BudgetEnforcement.Sqlite;

namespace BudgetEnforcement.Demo.Tests;

/// <summary>Looks into the ledger that the program uses, while it does.</summary>
internal sealed class LedgerReader(string path) : IAsyncDisposable
{
    private BudgetLedger? _ledger;

    /// <summary>The budget; null where there is none yet.</summary>
    internal async Task<LedgerBudgetInfo?> FindAsync(string budgetName)
    {
        // The reader does not make the file: the program must make it.
        if (!File.Exists(path))
            return null;
        try
        {
#pragma warning disable CA2000 // The ledger disposes its store.
            _ledger ??= await BudgetLedger.OpenAsync(new SqliteBudgetStore(path), new BudgetLedgerOptions { SchemaSetUp = SchemaSetUp.None }, cancellationToken: Stop);
#pragma warning restore CA2000
            return await _ledger.FindAsync(budgetName, Stop);
        }
        catch (BudgetLedgerException)
        {
            // It is being made.
            return null;
        }
    }

    internal async Task<IReadOnlyList<LedgerNodeInfo>> NodesAsync() => await _ledger!.GetNodesAsync(Stop);

    /// <summary>Waits until the ledger knows that so much is spent.</summary>
    internal async Task<LedgerBudgetInfo> UntilSpentAsync(string budgetName, decimal amount, DemoProcess by)
    {
        while (true)
        {
            if (await FindAsync(budgetName) is { } budget && budget.Spent >= amount)
                return budget;
            if (by.HasExited)
                Assert.Fail($"It has ended before it spent {amount}: {await by.ToEndAsync()}");
            await Task.Delay(10, Stop);
        }
    }

    /// <summary>The sum of the bills of all processes that have ended.</summary>
    internal decimal Billed(string command) => new BillFolder(path).Total(command)!.Value;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_ledger is not null)
            await _ledger.DisposeAsync();
    }
}
