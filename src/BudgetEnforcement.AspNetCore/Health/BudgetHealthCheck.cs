using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Tells the health of a budget and of everything above it.</summary>
internal sealed class BudgetHealthCheck(IServiceProvider services, string key) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var budget = services.GetRequiredKeyedService<BudgetEnforcer>(key);
        var report = budget.GetStatus();
        var ledger = LedgerOf(budget);
        var data = DataOf(report, ledger);
        var failure = context.Registration.FailureStatus;
        return Task.FromResult((ledger, report.PathStatus) switch
        {
            (BudgetLedgerState.Unavailable or BudgetLedgerState.Closed, _) =>
                new HealthCheckResult(failure, $"The ledger of budget {report.Name} is not available.", data: data),
            _ when budget.CheckBudgetAvailable(0m).Reason == BudgetRefusalReason.Closed =>
                new HealthCheckResult(failure, $"Budget {report.Name} or one above it is closed, so it admits nothing.", data: data),
            (_, BudgetStatus.Exceeded) => new HealthCheckResult(failure, $"{Which(report)} is exceeded.", data: data),
            (_, BudgetStatus.Warning90) => HealthCheckResult.Degraded($"{Which(report)} is nearly spent.", data: data),
            (BudgetLedgerState.Learning, _) => HealthCheckResult.Degraded($"The ledger of budget {report.Name} is learning what was spent.", data: data),
            _ => HealthCheckResult.Healthy($"Budget {report.Name} has room.", data),
        });
    }

    private static string Which(in BudgetReport report) =>
        report.Status == report.PathStatus ? $"Budget {report.Name}" : $"A budget above {report.Name}";

    // One of the path is shared, then all above it are too, by the same ledger.
    private static BudgetLedgerState? LedgerOf(BudgetEnforcer budget)
    {
        for (var at = budget; at is not null; at = at.Parent)
        {
            if (at.Ledger is { } ledger)
                return ledger.State;
        }

        return null;
    }

    private static Dictionary<string, object> DataOf(in BudgetReport report, BudgetLedgerState? ledger)
    {
        var data = new Dictionary<string, object>
        {
            ["budget"] = report.Name,
            ["status"] = report.Status.ToString(),
            ["pathStatus"] = report.PathStatus.ToString(),
            ["currency"] = report.Currency,
            ["limit"] = report.Limit,
            ["spent"] = report.Spent,
            ["reserved"] = report.Reserved,
            ["available"] = report.Available,
            ["utilizationPercentage"] = report.UtilizationPercentage,
        };
        if (report.PeriodEnd is { } end)
            data["periodEnd"] = end;
        if (ledger is { } state)
            data["ledger"] = state.ToString();
        return data;
    }
}
