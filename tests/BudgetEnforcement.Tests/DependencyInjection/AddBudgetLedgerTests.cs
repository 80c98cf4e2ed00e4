using BudgetEnforcement.Tests.Ledger;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.Tests.DependencyInjection;

public class AddBudgetLedgerTests
{
    private readonly ServiceCollection _services = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ledger_InMemory_LivesByTheServicesOfTheContainer()
    {
        var (clock, log) = (new ManualClock(), new FakeLogger<BudgetLedger>());
        _services.AddSingleton<TimeProvider>(clock).AddSingleton<ILogger<BudgetLedger>>(log);
        _services.AddBudgetLedger().UseInMemory();
        await using var provider = _services.BuildServiceProvider();

        var ledger = provider.GetRequiredService<BudgetLedger>();
        var team = await ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 1m }, cancellationToken: Stop);

        team.CreatedAt.Should().Be(ManualClock.Noon);
        log.Collector.GetSnapshot().Select(record => record.Id.Name).Should().Equal("LedgerOpened", "LedgerBudgetCreated");
        provider.GetRequiredService<BudgetLedger>().Should().BeSameAs(ledger);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Container_Disposed_DisposesTheLedgerAndItsStore(bool isAsync)
    {
        var store = new SlowStore();
        _services.AddBudgetLedger().UseStore(_ => store);
        var provider = _services.BuildServiceProvider();
        var ledger = provider.GetRequiredService<BudgetLedger>();
        await ledger.ListAsync(Stop);

        if (isAsync)
            await provider.DisposeAsync();
        else
            Waiting.OnAnotherThread(provider.Dispose);

        store.IsDisposed.Should().BeTrue();
        await ledger.Awaiting(it => it.ListAsync(Stop)).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Ledger_WhoseStoreCannotBeReachedYet_OpensItWhenItCan()
    {
        var store = new SlowStore { Failure = new TimeoutException() };
        _services.AddBudgetLedger().UseStore(_ => store);
        await using var provider = _services.BuildServiceProvider();
        var ledger = provider.GetRequiredService<BudgetLedger>();
        (await ledger.Awaiting(it => it.ListAsync(Stop)).Should().ThrowAsync<BudgetLedgerException>()).Which.IsTransient.Should().BeTrue();

        store.Failure = null;

        (await ledger.ListAsync(Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Options_FromCodeAndConfiguration_AreTheLedgers()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("LimitFrom", "Configuration"), new("NodeLifetime", "00:00:10")]).Build();
        _services.AddBudgetLedger(options => options.LeaveStoreOpen = true).UseInMemory();
        _services.AddOptions<BudgetLedgerOptions>().Bind(configuration);
        await using var provider = _services.BuildServiceProvider();

        var ledger = provider.GetRequiredService<BudgetLedger>();
        foreach (var limit in (decimal[])[1m, 2m])
            (await ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = limit }, cancellationToken: Stop)).Limit.Should().Be(limit);

        provider.GetRequiredService<IOptions<BudgetLedgerOptions>>().Value.NodeLifetime.Should().Be(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Host_WithALedgerThatIsNotRight_DoesNotStartAndSaysEverything()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBudgetLedger(options => options.NodeLifetime = TimeSpan.Zero);
        builder.Services.AddBudgetLedger(options => options.DrainTimeout = TimeSpan.FromSeconds(-1));
        using var host = builder.Build();

        var invalid = await host.Awaiting(it => it.StartAsync(Stop)).Should().ThrowAsync<OptionsValidationException>();

        invalid.Which.Failures.Should().HaveCount(3).And.ContainMatch("*NodeLifetime*").And.ContainMatch("*DrainTimeout*").And.ContainMatch("*UseInMemory*");
    }

    [Fact]
    public async Task UseStore_Twice_TakesTheLast()
    {
        var store = new SlowStore();
        _services.AddBudgetLedger().UseInMemory().UseStore(_ => store).Services.AddBudgetLedger();
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<BudgetLedger>().ListAsync(Stop);

        store.Threads.Should().NotBeEmpty();
        provider.GetServices<BudgetLedger>().Should().ContainSingle();
    }
}
