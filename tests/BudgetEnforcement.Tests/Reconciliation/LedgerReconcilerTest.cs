using BudgetEnforcement.Tests.Ledger;

namespace BudgetEnforcement.Tests.Reconciliation;

/// <summary>A ledger with a team and a daily job under it, a reconciler beside, and after each test the check of the books.</summary>
public abstract class LedgerReconcilerTest : ReconcilerTest, IAsyncLifetime
{
    private readonly InMemoryBudgetStore _store;
    private readonly List<BudgetLedger> _opened = [];

    protected LedgerReconcilerTest() => _store = new InMemoryBudgetStore(Clock);

    private protected static BudgetOptions TeamOptions => new() { Name = "team", Limit = 100m };

    private protected static BudgetOptions JobOptions => new() { Name = "job", Limit = 50m, Period = BudgetPeriod.Daily };

    private protected BudgetEnforcer Team { get; private set; } = null!;

    private protected BudgetEnforcer Job { get; private set; } = null!;

    private protected HookedStore Store { get; private set; } = null!;

    private protected BudgetLedger Main => _opened[0];

    private protected IEnumerable<(string Budget, string Key, decimal Amount)> Entries => ((IBudgetStore)_store).Read(new LedgerQuery { Kinds = LedgerRowKinds.Entries | LedgerRowKinds.Budgets }) is var rows
        ? rows.Entries.Where(entry => entry.Key.StartsWith("key:", StringComparison.Ordinal))
            .Select(entry => (rows.Budgets.Single(budget => budget.Id == entry.BudgetId).Name, entry.Key[4..], LedgerTotals.AmountOf(entry)))
        : [];

    public async ValueTask InitializeAsync()
    {
        (_, Store) = await OpenAsync();
        Team = await Main.OpenBudgetAsync(TeamOptions, cancellationToken: Stop);
        Job = await Main.OpenBudgetAsync(JobOptions, Team, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        (Store.Before, Store.After, Store.OnRead) = (null, null, null);
        foreach (var ledger in _opened)
            await ledger.DisposeAsync();
        LedgerCheck.Find(_store).Should().BeEmpty();
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<(BudgetLedger Ledger, HookedStore Store)> OpenAsync()
    {
        var store = new HookedStore(_store);
        var ledger = await BudgetLedger.OpenAsync(store, new BudgetLedgerOptions { Interval = TimeSpan.FromMilliseconds(20) }, cancellationToken: Stop);
        _opened.Add(ledger);
        return (ledger, store);
    }

    private protected async Task<decimal> SpentAsync(string name)
    {
        foreach (var ledger in _opened.Where(ledger => ledger.State != BudgetLedgerState.Closed))
            await ledger.FlushAsync(Stop);
        return (await Main.FindAsync(name, Stop))!.Spent;
    }
}
