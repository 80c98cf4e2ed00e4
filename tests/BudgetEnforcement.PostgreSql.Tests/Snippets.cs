#pragma warning disable CA2000 // The ledger disposes of its store.

using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>The code of the package's page, which a test compares with it.</summary>
internal static class Snippets
{
    internal static async Task<decimal> Share(string connectionString)
    {
        #region share
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var ledger = await BudgetLedger.OpenAsync(new PostgreSqlBudgetStore(dataSource));
        var team = await ledger.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 2_000m, Period = BudgetPeriod.Monthly });
        var job = team.CreateChild(new BudgetOptions { Limit = 150m }); // an ordinary budget of this process, under the shared one

        using var reservation = await job.ReserveAsync(1.25m); // whichever process asks, the team stays within its limit
        reservation.Commit(1.07m);
        #endregion
        await ledger.FlushAsync();
        return (await ledger.FindAsync("team"))!.Spent;
    }

    internal static IServiceCollection AddTo(IServiceCollection services, string connectionString)
    {
        #region in a container
        services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString)); // or AddNpgsqlDataSource
        services.AddBudgetLedger(options => options.NodeName = "worker-7").UsePostgreSql();
        services.AddBudgetEnforcer("team", options =>
        {
            options.Limit = 2_000m;
            options.Period = BudgetPeriod.Monthly;
        }).OnLedger();
        services.AddBudgetEnforcer("job", options => options.Limit = 150m, parentKey: "team");
        #endregion
        return services;
    }

    internal static string Script()
    {
        #region script
        string script = PostgreSqlBudgetStore.GetScript("budget_ledger");
        #endregion
        return script;
    }

    internal static void AddValidatingTo(IServiceCollection services)
    {
        #region validate
        services.AddBudgetLedger(options => options.SchemaSetUp = SchemaSetUp.Validate).UsePostgreSql();
        #endregion
    }

    internal static void AddWithStandbysTo(IServiceCollection services)
    {
        #region standbys
        services.AddBudgetLedger().UsePostgreSql("Host=db1,db2;Database=budgets;Username=me;Host Recheck Seconds=2");
        #endregion
    }

    internal static async Task Settle(BudgetLedger ledger, IReadOnlyDictionary<string, decimal> unreported)
    {
        #region settle
        foreach (var node in await ledger.GetNodesAsync())
        {
            if (node.Status != LedgerNodeStatus.InDoubt)
                continue;
            if (unreported.TryGetValue(node.Name, out var spent))
                await ledger.SettleAsync(node.Id, new Dictionary<string, decimal> { ["team"] = spent }); // beyond its last report
            else
                await ledger.SettleAsync(node.Id, Settlement.Charge); // all that it held counts as spent
        }
        #endregion
    }
}
