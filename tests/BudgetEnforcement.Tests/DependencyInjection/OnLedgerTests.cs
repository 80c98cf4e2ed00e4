using BudgetEnforcement.Tests.Ledger;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using static BudgetEnforcement.Tests.Ledger.Contract.Polling;

namespace BudgetEnforcement.Tests.DependencyInjection;

/// <summary>Budgets of a container that are shared by its ledger.</summary>
public sealed class OnLedgerTests : IDisposable
{
    private readonly InMemoryBudgetStore _store = new();
    private readonly FakeLogger<BudgetEnforcer> _log = new();
    private readonly Dictionary<string, string?> _settings = new() { ["team:Limit"] = "2000" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Budgets_OnTheLedger_AreSharedAndThoseUnderThemAreNot()
    {
        using var one = await StartAsync(BudgetLimitSource.Ledger);
        using var two = await StartAsync(BudgetLimitSource.Ledger);
        var job = one.Services.GetRequiredKeyedService<BudgetEnforcer>("job");

        job.TryAddCost(40m).Should().BeTrue();
        await one.Services.GetRequiredService<BudgetLedger>().FlushAsync(Stop);

        job.Parent.Should().BeSameAs(one.Services.GetRequiredKeyedService<BudgetEnforcer>("team"));
        await UntilAsync(() => two.Services.GetRequiredKeyedService<BudgetEnforcer>("team").Spent == 40m);
        two.Services.GetRequiredKeyedService<BudgetEnforcer>("job").Spent.Should().Be(0m);
    }

    [Fact]
    public async Task Host_WithBudgetsThatCannotBeOnALedger_DoesNotStartAndSaysEverything()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBudgetEnforcer(options => options.Limit = 1m).OnLedger();
        builder.Services.AddBudgetEnforcer("local", options => options.Limit = 1m);
        builder.Services.AddBudgetEnforcer("shared", options => options.Limit = 1m, parentKey: "local").OnLedger();
        using var host = builder.Build();

        var invalid = await host.Awaiting(it => it.StartAsync(Stop)).Should().ThrowAsync<OptionsValidationException>();

        invalid.Which.Failures.Should().BeEquivalentTo(
            "Budget: it is on the ledger, where it needs a Name.",
            "Budget: it is on a ledger, and there is none: call AddBudgetLedger.",
            "Budget 'shared': it is on a ledger, and there is none: call AddBudgetLedger.",
            "Budget 'shared': it is on the ledger, and its parent 'local' is not.");
    }

    [Fact]
    public async Task Budget_UnderTwoRootsOfOneLedger_IsUnderBoth()
    {
        var builder = Builder(BudgetLimitSource.Ledger);
        builder.Services.AddBudgetEnforcer("model", options => options.Limit = 5m).OnLedger();
        builder.Services.AddBudgetEnforcer("call", options => options.Limit = 100m, parentKey: "team").AlsoUnder("model");
        using var host = builder.Build();
        await host.StartAsync(Stop);

        host.Services.GetRequiredKeyedService<BudgetEnforcer>("call").TryAddCost(6m, out var check).Should().BeFalse();

        check.BudgetName.Should().Be("model");
    }

    [Fact]
    public async Task Reload_OfALimit_FollowsTheConfigurationWhereThatIsItsSource()
    {
        using var host = await StartAsync(BudgetLimitSource.Configuration);
        var team = host.Services.GetRequiredKeyedService<BudgetEnforcer>("team");
        await UntilAsync(() => team.GetStatus().AsOf is not null);

        Reload(host, ("team:Limit", "3000"));

        await UntilAsync(() => team.Limit == 3_000m);
        (await host.Services.GetRequiredService<BudgetLedger>().FindAsync("team", Stop))!.Limit.Should().Be(3_000m);
    }

    [Fact]
    public async Task Reload_OfWhatIsTheLedgers_IsIgnoredAndLogged()
    {
        using var host = await StartAsync(BudgetLimitSource.Ledger);
        var team = host.Services.GetRequiredKeyedService<BudgetEnforcer>("team");
        await UntilAsync(() => team.GetStatus().AsOf is not null);

        Reload(host, ("team:Limit", "3000"), ("team:Warning75Threshold", "0.5"), ("team:MaxWaiters", "3"));

        await UntilAsync(() => _log.Collector.GetSnapshot().Any(record => record.Id.Name == "ReloadIgnored"));
        _log.Collector.GetSnapshot().Last(record => record.Id.Name == "ReloadIgnored").Message.Should().Contain("Limit, Warning75Threshold");
        team.Limit.Should().Be(2_000m);
    }

    private async Task<IHost> StartAsync(BudgetLimitSource limitFrom)
    {
        var host = Builder(limitFrom).Build();
        await host.StartAsync(Stop);
        return host;
    }

    private HostApplicationBuilder Builder(BudgetLimitSource limitFrom)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Services.AddSingleton<ILogger<BudgetEnforcer>>(_log);
        builder.Services.AddBudgetLedger(options =>
        {
            options.LimitFrom = limitFrom;
            options.Interval = TimeSpan.FromMilliseconds(50);
            options.AskTimeout = TimeSpan.FromMinutes(1); // A busy machine is not what these tests are about.
        }).UseStore(_ => new SharedStore(_store));
        builder.Services.AddOptions<BudgetOptions>("team").Bind(builder.Configuration.GetSection("team"));
        builder.Services.AddBudgetEnforcer("team").OnLedger();
        builder.Services.AddBudgetEnforcer("job", options => options.Limit = 150m, parentKey: "team");
        return builder;
    }

    private static void Reload(IHost host, params (string Key, string Value)[] settings)
    {
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        foreach (var (key, value) in settings)
            configuration[key] = value;
        configuration.Reload();
    }
}
