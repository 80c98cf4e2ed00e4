using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.Tests.Readme;

/// <content>The code of the page about ledgers.</content>
internal static partial class Snippets
{
    internal static async Task<(decimal Team, decimal Job)> SharedBudget(IBudgetStore store, CancellationToken cancellationToken)
    {
        #region shared budget
        await using var ledger = await BudgetLedger.OpenAsync(store, cancellationToken: cancellationToken);
        BudgetEnforcer team = await ledger.OpenBudgetAsync(
            new BudgetOptions { Name = "team", Limit = 2_000m, Period = BudgetPeriod.Monthly }, cancellationToken: cancellationToken);
        BudgetEnforcer job = team.CreateChild(new BudgetOptions { Limit = 150m }); // an ordinary budget of this process under a shared one

        using var reservation = await job.ReserveAsync(1.25m, cancellationToken); // everything that takes a BudgetEnforcer works as before
        reservation.Commit(0.80m);
        #endregion
        return (team.Spent, job.Spent);
    }

    internal static async Task<(LedgerEntryResult Recorded, decimal Spent)> Ledger(IBudgetStore store, CancellationToken cancellationToken)
    {
        #region ledger
        await using var ledger = await BudgetLedger.OpenAsync(store, cancellationToken: cancellationToken);
        await ledger.CreateBudgetIfNotExistsAsync(
            new BudgetOptions { Name = "organisation", Limit = 10_000m, Period = BudgetPeriod.Monthly }, cancellationToken: cancellationToken);
        await ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 2_000m }, parents: ["organisation"], cancellationToken);

        // A cost that arrives from outside, perhaps twice: it counts once, on the team and on the organisation.
        var recorded = await ledger.RecordAsync("team", 12.50m, key: "invoice 4711, line 3", cancellationToken: cancellationToken);

        // A bill that still grows: the ledger books the difference.
        await ledger.SetEntryAsync("team", key: "gpu hours of 28 November", amount: 31.20m, cancellationToken: cancellationToken);

        foreach (var budget in await ledger.ListAsync(cancellationToken))
            Console.WriteLine(budget);
        #endregion
        return (recorded, (await ledger.FindAsync("organisation", cancellationToken))!.Spent);
    }

    internal static async Task<decimal> TopUp(BudgetLedger ledger, CancellationToken cancellationToken)
    {
        #region ledger limits
        await ledger.AdjustLimitAsync("team", by: 500m, key: "approval 88", cancellationToken); // sent twice, it counts once
        await ledger.UpdateLimitAsync("team", 2_500m, key: "plan of May", cancellationToken);
        LedgerTermInfo ended = await ledger.ResetAsync("team", key: "end of May", cancellationToken);
        #endregion
        return ended.Spent;
    }

    internal static async Task<BudgetStatus> TryAgain(BudgetLedger ledger, decimal cost, CancellationToken cancellationToken)
    {
        #region ledger failures
        while (true)
        {
            try
            {
                var recorded = await ledger.RecordAsync("team", cost, key: "job 17", cancellationToken: cancellationToken);
                return recorded.Budget.Status;
            }
            catch (BudgetLedgerException failure) when (failure.IsTransient)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken); // the store is away; the key makes it safe to ask again
            }
        }
        #endregion
    }

    internal static async Task Settle(BudgetLedger ledger, CancellationToken cancellationToken)
    {
        #region ledger nodes
        foreach (var node in await ledger.GetNodesAsync(cancellationToken))
        {
            if (node.Status == LedgerNodeStatus.InDoubt)
                await ledger.SettleAsync(node.Id, Settlement.Charge, cancellationToken); // or the truth, by budget, where somebody knows it
        }
        #endregion
    }

    internal static IServiceCollection Ledger(IServiceCollection services)
    {
        #region ledger in a container
        services.AddBudgetLedger(options => options.NodeName = "worker-7").UseInMemory(); // or UseSqlite, UsePostgreSql of the stores' packages
        services.AddBudgetEnforcer("team", options => options.Limit = 2_000m).OnLedger();
        services.AddBudgetEnforcer("job", options => options.Limit = 150m, parentKey: "team");
        #endregion
        return services;
    }
}
