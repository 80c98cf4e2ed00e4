using System.Runtime.CompilerServices;
using BudgetEnforcement.Tests.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.Tests.DependencyInjection;

/// <summary>What a host does with budgets when it starts, and how much of it.</summary>
public class HostStartTests
{
    [Fact]
    public async Task HostStart_BudgetThatNobodyAskedFor_HasItsMetrics()
    {
        _ = new MetricsProbe(); // Another thread may be about to make the instruments, which the library does not wait for.
        var name = Guid.NewGuid().ToString();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBudgetEnforcer(name, o => o.Limit = 12m);
        using var host = builder.Build();
        using var collector = new MetricCollector<double>(null, "BudgetEnforcement", "budget_enforcement.limit");

        await host.StartAsync(TestContext.Current.CancellationToken);

        collector.RecordObservableInstruments();
        collector.GetMeasurementSnapshot().Should().ContainSingle(it => name.Equals(it.Tags["name"])).Which.Value.Should().Be(12);
    }

    [Fact]
    public async Task HostStart_ThenResolved_IsTheBudgetOfTheStart()
    {
        var made = 0;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(new ManualClock { OnCalendar = () => made++ });
        builder.Services.AddBudgetEnforcer(o => { o.Limit = 1m; o.Period = BudgetPeriod.Daily; });
        builder.Services.AddBudgetEnforcer("job", o => { o.Limit = 1m; o.Period = BudgetPeriod.Daily; }, parentKey: "team");
        builder.Services.AddBudgetEnforcer("team", o => { o.Limit = 1m; o.Period = BudgetPeriod.Daily; });
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);
        var madeAtStart = made;
        var job = host.Services.GetRequiredKeyedService<BudgetEnforcer>("job");
        host.Services.GetRequiredService<BudgetEnforcer>();

        job.Parent.Should().BeSameAs(host.Services.GetRequiredKeyedService<BudgetEnforcer>("team"));
        (madeAtStart, made).Should().Be((3, 3), "a budget with a period reads the clock once when it is made");
    }

    [Fact]
    public async Task HostStart_OptionsThatAreNotValid_MakesNoBudgetAndTellsOnce()
    {
        var made = 0;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(new ManualClock { OnCalendar = () => made++ });
        builder.Services.AddBudgetEnforcer("good", o => { o.Limit = 1m; o.Period = BudgetPeriod.Daily; });
        builder.Services.AddBudgetEnforcer("bad");
        using var host = builder.Build();

        var exception = await Record.ExceptionAsync(() => host.StartAsync(TestContext.Current.CancellationToken));

        exception.Should().BeOfType<OptionsValidationException>().Which.Failures.Should().Equal("Budget 'bad': Limit is not set.");
        made.Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HostStart_ServiceOfSomebodyElseUnderTheKey_IsTheParent(bool before)
    {
        var own = new BudgetEnforcer(5m);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        if (before)
            builder.Services.AddKeyedSingleton("team", own);
        builder.Services.AddBudgetEnforcer("team", o => o.Limit = 1m);
        builder.Services.AddBudgetEnforcer("job", o => o.Limit = 1m, parentKey: "team");
        if (!before)
            builder.Services.AddKeyedSingleton("team", own);
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);

        host.Services.GetRequiredKeyedService<BudgetEnforcer>("team").Should().BeSameAs(own);
        host.Services.GetRequiredKeyedService<BudgetEnforcer>("job").Parent.Should().BeSameAs(own);
    }

    [Fact]
    public void AddBudgetEnforcer_AgainAfterItWasRemoved_IsThere()
    {
        var services = new ServiceCollection();
        services.AddBudgetEnforcer("job", o => o.Limit = 1m);
        services.AddBudgetEnforcer("other", o => o.Limit = 1m);
        services.Remove(services.Single(service => service is { IsKeyedService: true, ServiceKey: "job" }));

        services.AddBudgetEnforcer("job");

        using var provider = services.BuildServiceProvider();
        provider.GetRequiredKeyedService<BudgetEnforcer>("job").Limit.Should().Be(1m);
        services.Count(service => service is { IsKeyedService: true, ServiceKey: "job" }).Should().Be(1);
    }

    [Fact]
    public async Task HostStart_ManyBudgetsUseAndReload_MakesEachOptionsOnceEach()
    {
        const int Count = 500;
        var made = new int[Count];
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        for (var i = 0; i < Count; i++)
        {
            var number = i;
            builder.Services.AddSingleton<IOptionsChangeTokenSource<BudgetOptions>>(
                new ConfigurationChangeTokenSource<BudgetOptions>($"key{i}", configuration));
            builder.Services.AddBudgetEnforcer($"key{i}", o => o.Limit = ++made[number], i == 0 ? null : $"key{i / 2}");
        }

        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < Count; i++)
            host.Services.GetRequiredKeyedService<BudgetEnforcer>($"key{i}");
        made.Should().AllBeEquivalentTo(1);

        configuration.Reload();
        made.Should().AllBeEquivalentTo(2);
        host.Services.GetRequiredKeyedService<BudgetEnforcer>("key77").Limit.Should().Be(2m);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Make_ChainOfThousandsOfParents_DoesNotNeedAStackForIt(bool byHost)
    {
        const int Levels = 8_000;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        for (var i = 0; i < Levels; i++)
            builder.Services.AddBudgetEnforcer($"key{i}", o => o.Limit = 1m, i == Levels - 1 ? null : $"key{i + 1}");
        using var host = builder.Build();
        BudgetEnforcer? deepest = null;

        OnSmallStack(() =>
        {
            if (byHost)
                host.Start();
            deepest = host.Services.GetRequiredKeyedService<BudgetEnforcer>("key0");
        });

        var levels = 0;
        for (var budget = deepest; budget is not null; budget = budget.Parent)
            levels++;
        levels.Should().Be(Levels);
    }

    [Fact]
    public void Validate_CycleOfThousandsOfParents_IsToldAndNeedsNoStackForIt()
    {
        const int Levels = 8_000;
        var services = new ServiceCollection();
        for (var i = 0; i < Levels; i++)
            services.AddBudgetEnforcer($"key{i}", o => o.Limit = 1m, $"key{(i + 1) % Levels}");
        using var provider = services.BuildServiceProvider();
        Exception? exception = null;

        OnSmallStack(() => exception = Record.Exception(() => provider.GetRequiredKeyedService<BudgetEnforcer>("key0")));

        exception.Should().BeOfType<OptionsValidationException>().Which.Failures.Should().ContainSingle();
    }

    [Fact]
    public void Dispose_OfTheProvider_LeavesNoBudgetReachable()
    {
        var references = StartAndDispose();

        // A test that collects metrics at the same time may hold them for a moment.
        Waiting.Until(() =>
        {
            Living.CollectTheDead();
            return references.TrueForAll(reference => !reference.IsAlive);
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> StartAndDispose()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBudgetEnforcer("team", o => o.Limit = 1m);
        builder.Services.AddBudgetEnforcer("job", o => { o.Limit = 1m; o.Period = BudgetPeriod.Daily; }, parentKey: "team");
        using var host = builder.Build();
        host.Start();
        return [
            new(host.Services), new(builder.Services),
            new(host.Services.GetRequiredKeyedService<BudgetEnforcer>("team")), new(host.Services.GetRequiredKeyedService<BudgetEnforcer>("job"))];
    }

    private static void OnSmallStack(Action work)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(work), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        failure.Should().BeNull();
    }
}
