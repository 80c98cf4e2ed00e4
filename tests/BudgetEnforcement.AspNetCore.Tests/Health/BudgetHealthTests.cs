using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BudgetEnforcement.AspNetCore.Tests.Health;

public class BudgetHealthTests
{
    [Theory]
    [InlineData(0, HealthStatus.Healthy)]
    [InlineData(89.99, HealthStatus.Healthy)]
    [InlineData(90, HealthStatus.Degraded)]
    [InlineData(100, HealthStatus.Degraded)]
    [InlineData(100.01, HealthStatus.Unhealthy)]
    public async Task Budget_BySpent_IsHealthyDegradedOrUnhealthy(decimal spent, HealthStatus status)
    {
        var (services, entry) = await CheckAsync("""{ "org": { "Limit": 100 } }""", "org", budget => budget.AddCost(spent));
        await using var _ = services;

        entry.Status.Should().Be(status);
        (entry.Data["spent"], entry.Data["limit"], entry.Data["currency"]).Should().Be((spent, 100m, "USD"));
    }

    [Fact]
    public async Task Budget_UnderOneThatIsExceeded_IsUnhealthy_AndSaysSo()
    {
        var (services, entry) = await CheckAsync("""{ "org": { "Limit": 1 }, "team": { "Parent": "org", "Limit": 100 } }""", "team", budget => budget.AddCost(2m));
        await using var _ = services;

        (entry.Status, entry.Description).Should().Be((HealthStatus.Unhealthy, "A budget above team is exceeded."));
    }

    [Fact]
    public async Task Budget_WhoseLedgerIsAway_IsUnhealthy()
    {
        var (services, entry) = await CheckAsync("""{ "org": { "Limit": 1, "OnLedger": true } }""", "org", budget => budget.Ledger!.Dispose());
        await using var _ = services;

        (entry.Status, entry.Data["ledger"]).Should().Be((HealthStatus.Unhealthy, "Closed"));
    }

    [Fact]
    public async Task Budget_ThatIsClosed_IsUnhealthy()
    {
        var (services, entry) = await CheckAsync("""{ "org": { "Limit": 1 } }""", "org", budget => budget.Close());
        await using var _ = services;

        (entry.Status, entry.Description).Should().Be((HealthStatus.Unhealthy, "Budget org or one above it is closed, so it admits nothing."));
    }

    private static async Task<(ServiceProvider, HealthReportEntry)> CheckAsync(string json, string key, Action<BudgetEnforcer> act)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddBudgetLedger().UseInMemory();
        services.AddBudgets(TestApp.Section(json));
        services.AddHealthChecks().AddBudget(key);
        var provider = services.BuildServiceProvider();
        act(provider.GetRequiredKeyedService<BudgetEnforcer>(key));
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        return (provider, report.Entries["budget:" + key]);
    }
}
