using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Reconciliation;

/// <summary>A reconciler since noon, on a clock of its own, and a provider that bills.</summary>
public abstract class ReconcilerTest
{
    private protected ManualClock Clock { get; } = new();

    private protected FakeBiller Biller { get; } = new();

    private protected FakeLogger<CostReconciler> Log { get; } = new();

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected IEnumerable<(string?, LogLevel)> Events => Log.Collector.GetSnapshot().Select(record => (record.Id.Name, record.Level));

    private protected CostReconciler Reconciler(CostReconcilerOptions? options = null)
    {
        options ??= new CostReconcilerOptions();
        options.From ??= Clock.GetUtcNow();
        return new CostReconciler(Biller, options, Log, Clock);
    }

    private protected BudgetEnforcer Budget(BudgetOptions options) => new(options, timeProvider: Clock);

    private protected BudgetEnforcer Budget(string name = "team", decimal limit = 100m) => Budget(new BudgetOptions { Name = name, Limit = limit });

    /// <summary>A call: its cost is recorded in the budget and noted, and the provider bills something for it.</summary>
    private protected void Call(CostReconciler reconciler, BudgetEnforcer budget, string? label, decimal recorded, decimal billed)
    {
        var now = Clock.GetUtcNow();
        budget.AddCost(recorded);
        reconciler.Record(budget, label, recorded, now);
        if (billed != 0m)
            Biller.Bill(label, billed, now);
    }

    private protected async Task<ReconciledCost> SettleAsync(CostReconciler reconciler, string? label = "a")
    {
        Clock.Advance(TimeSpan.FromMinutes(11));
        return (await reconciler.ReconcileAsync(Stop)).Costs.Last(cost => cost.Label == label);
    }
}
