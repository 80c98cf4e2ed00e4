using System.Collections.Concurrent;

namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Budgets on demand: tenants that come and go while they are forgotten, found again, removed and collected.</summary>
internal sealed class Tenants
{
    private const int Regulars = 32;
    private const int MostRemembered = 64;

    private readonly ConcurrentQueue<(int Key, decimal Spent)> _remembered = new();
    private int _lastKey = Regulars;

    internal Tenants(Team team)
    {
        Team = team;
        Registry = new BudgetRegistry<int>(
            team.Budget,
            static key => new BudgetOptions { Limit = 1000m, Name = key % 16 == 0 ? "tenant" : null },
            new BudgetRegistryOptions { ForgetAfter = TimeSpan.FromMilliseconds(1) });
    }

    internal BudgetRegistry<int> Registry { get; }

    private Team Team { get; }

    /// <summary>A regular or a passer-by spends a little and gets it back, so that nothing is left to remember.</summary>
    internal static void Run(Churn churn)
    {
        var tenants = churn.World.Tenants;
        var key = churn.OneIn(2) ? churn.Random.Next(Regulars) : tenants.NewKey();
        var tenant = tenants.Registry.GetOrAdd(key);
        if (churn.OneIn(4))
            _ = tenant.ExceededToken;
        if (churn.OneIn(2) && tenant.TryReserve(churn.Amount(), out var reservation))
            reservation.Dispose();
        if (key >= Regulars && churn.OneIn(2))
            tenants.Spend(churn, tenant, key);
        else if (churn.OneIn(256) && tenants.Registry.TryRemove(key))
            churn.Findings.Count("tenants removed");
        ReportRules.Check(tenant.GetStatus(), churn.Findings);
    }

    /// <summary>Spends on a tenant that may be forgotten by then, drops it, and looks later whether the spend is still there.</summary>
    internal static void RunLate(Churn churn)
    {
        var tenants = churn.World.Tenants;
        if (tenants._remembered.TryDequeue(out var remembered))
            tenants.RequireKept(churn, remembered.Key, remembered.Spent);

        var key = tenants.NewKey();
        var tenant = tenants.Registry.GetOrAdd(key);
        for (var i = churn.Random.Next(64); i > 0; i--)
            tenants.Registry.GetOrAdd(churn.Random.Next(Regulars));
        var cost = churn.Amount();
        tenants.Team.Ledger.Add(cost);
        tenant.AddCost(cost);
        if (tenants._remembered.Count < MostRemembered)
            tenants._remembered.Enqueue((key, cost));
        else
            tenants.RequireKept(churn, key, cost);
    }

    private int NewKey() => Interlocked.Increment(ref _lastKey);

    private void Spend(Churn churn, BudgetEnforcer tenant, int key)
    {
        var cost = churn.Amount();
        Team.Ledger.Add(cost);
        tenant.AddCost(cost);
        if (tenant.TryRefund(cost))
            Team.Ledger.Add(-cost);
        else
            churn.Findings.Require(Registry.TryRemove(key), "a tenant that spent something is not forgotten");
    }

    private void RequireKept(Churn churn, int key, decimal spent)
    {
        var tenant = Registry.GetOrAdd(key);
        churn.Findings.Require(tenant.Spent == spent, "what a tenant spent is not forgotten", $"{tenant.Spent}, not {spent}");
        churn.Findings.Require(Registry.TryRemove(key) && !Registry.TryGet(key, out _), "what is removed is gone");
        churn.Findings.Require(
            tenant.CheckBudgetAvailable(0m).Reason == BudgetRefusalReason.Closed, "what is removed is closed", tenant.CheckBudgetAvailable(0m));
    }
}
