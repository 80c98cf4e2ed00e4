namespace BudgetEnforcement.Stores;

/// <summary>
/// Another process that spends from a shared budget by reservations which cover each cost, until the whole limit is spent. It lives within the
/// initializer of this module, so no other thread may run code of this module.
/// </summary>
internal static class BillingProcess
{
    /// <summary>The limit of the budget and of the one above it. Sums of this size are exact in <see cref="decimal"/>, to its last place.</summary>
    internal const decimal Limit = 5m;

    private const string ParentSuffix = " above";

    internal static BudgetLedgerOptions Options(string node) => new() { NodeName = node, Interval = TimeSpan.FromMilliseconds(50), AskTimeout = TimeSpan.FromSeconds(60) };

    /// <summary>The budgets that every cost counts on, from the root.</summary>
    internal static string[] Names(string budgetName) => [budgetName + ParentSuffix, budgetName];

    internal static void Run(IBudgetStore store, string path)
    {
        var bill = new Bill(path);
        using var ledger = BudgetLedger.OpenAsync(store, Options(Path.GetFileNameWithoutExtension(path))).GetAwaiter().GetResult();
        BudgetEnforcer? budget = null;
        foreach (var name in Names(bill.BudgetName))
            budget = ledger.OpenBudgetAsync(new BudgetOptions { Name = name, Limit = Limit }, budget).GetAwaiter().GetResult();
        bill.WriteNode(ledger.NodeId);
        SpendAll(budget!, bill);
    }

    /// <summary>Spends until nothing fits any more; other processes may hold the rest.</summary>
    private static void SpendAll(BudgetEnforcer budget, Bill bill)
    {
        using var pause = new ManualResetEventSlim();
        while (true)
        {
            // Up to 28 decimals, and a tenth of the estimates is far too high.
            var cost = NewCost();
            var estimate = Random.Shared.Next(10) == 0 ? cost * 10m : cost * 1.25m;
            if (budget.TryReserve(estimate, out var reservation, out var check))
            {
                using (reservation)
                {
                    bill.WriteCost(cost);
                    reservation.Commit(cost);
                }
            }
            else if (budget.GetRemainingBudget() < cost * 1.25m && check.Reason != BudgetRefusalReason.HeldElsewhere)
            {
                return;
            }
            else
            {
                bill.WriteRefusal();
                pause.Wait(TimeSpan.FromMilliseconds(2));
            }
        }
    }

    private static decimal NewCost() => (Random.Shared.Next(1, 80) / 50_000m) + (Random.Shared.Next(0, 1_000_000_000) * 0.0000000000000000000000000001m);
}
