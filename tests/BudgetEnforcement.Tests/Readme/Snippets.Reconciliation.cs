using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.Readme;

/// <content>The code of the page on reconciliation.</content>
internal static partial class Snippets
{
    internal static async Task<(Task Run, ReconciliationReport Report)> Reconciling(
        BudgetEnforcer budget, IBilledCostSource source, TimeProvider clock, ILogger<CostReconciler> logger, CancellationToken cancellationToken)
    {
        #region reconciling
        var reconciler = new CostReconciler(source, new CostReconcilerOptions { SourceName = "portkey" }, logger);

        // Each recorded cost, with the label under which the provider bills it.
        budget.AddCost(0.42m);
        reconciler.Record(budget, label: "agent-7", cost: 0.42m, at: clock.GetUtcNow());

        // Every minute from now on, until it is cancelled; or once.
        Task run = reconciler.RunAsync(TimeSpan.FromMinutes(1), cancellationToken);
        ReconciliationReport report = await reconciler.ReconcileAsync(cancellationToken);
        foreach (var cost in report.Costs)
            Console.WriteLine($"{cost.Label}: {cost.Recorded} recorded, {cost.Billed} billed, {cost.Adjustment} adjusted ({cost.Outcome})");
        #endregion
        return (run, report);
    }

    internal static async Task SettlingByTheBill(BudgetLedger ledger, CostReconciler reconciler, CancellationToken cancellationToken)
    {
        #region settling by the bill
        foreach (var node in await ledger.GetNodesAsync(cancellationToken))
        {
            // Here each process labels its calls with ledger.NodeId, and all that it spends is of the budget "job".
            if (node.Status == LedgerNodeStatus.InDoubt)
                await reconciler.SettleNodeAsync(ledger, node.Id, labels: new Dictionary<string, string> { [node.Id.ToString()] = "job" }, cancellationToken);
        }
        #endregion
    }
}
