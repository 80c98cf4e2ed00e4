using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.Tests.DependencyInjection;

public sealed class AddBudgetEnforcerTests
{
    [Fact]
    public void AddBudgetEnforcer_Resolved_IsOneBudgetWithTheConfiguredLimit()
    {
        using var provider = new ServiceCollection().AddBudgetEnforcer(o => o.Limit = 25m).Services.BuildServiceProvider();

        var budget = provider.GetRequiredService<BudgetEnforcer>();

        budget.Limit.Should().Be(25m);
        provider.GetRequiredService<BudgetEnforcer>().Should().BeSameAs(budget);
    }

    [Fact]
    public void AddBudgetEnforcer_ContainerWithoutLogging_Works()
    {
        using var provider = new ServiceCollection().AddBudgetEnforcer(o => o.Limit = 1m).Services.BuildServiceProvider();

        provider.GetRequiredService<BudgetEnforcer>().AddCost(2m).Should().Be(BudgetStatus.Exceeded);
    }

    [Fact]
    public void AddBudgetEnforcer_ContainerWithLogging_LogsThere()
    {
        var collector = new FakeLogCollector();
        using var provider = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(collector)))
            .AddBudgetEnforcer(o => o.Limit = 1m).Services
            .BuildServiceProvider();

        provider.GetRequiredService<BudgetEnforcer>().AddCost(2m);

        collector.GetSnapshot().Should().Contain(record => record.Level == LogLevel.Error && record.Id.Name == "BudgetExceeded");
    }

    [Fact]
    public void AddBudgetEnforcer_Keyed_NamesTheBudgetByItsKey()
    {
        using var provider = new ServiceCollection().AddBudgetEnforcer("job", o => o.Limit = 1m).Services.BuildServiceProvider();

        provider.GetRequiredKeyedService<BudgetEnforcer>("job").Name.Should().Be("job");
    }

    [Fact]
    public void AddBudgetEnforcer_KeyedWithName_KeepsTheName()
    {
        using var provider = new ServiceCollection().AddBudgetEnforcer("job", o => { o.Limit = 1m; o.Name = "nightly"; }).Services.BuildServiceProvider();

        provider.GetRequiredKeyedService<BudgetEnforcer>("job").Name.Should().Be("nightly");
    }

    [Fact]
    public void AddBudgetEnforcer_ParentAddedLater_CountsOnIt()
    {
        using var provider = new ServiceCollection()
            .AddBudgetEnforcer("job", o => o.Limit = 10m, parentKey: "team").Services
            .AddBudgetEnforcer("team", o => o.Limit = 5m).Services
            .BuildServiceProvider();
        var job = provider.GetRequiredKeyedService<BudgetEnforcer>("job");

        job.AddCost(3m);

        job.Parent.Should().BeSameAs(provider.GetRequiredKeyedService<BudgetEnforcer>("team"));
        job.Parent!.Spent.Should().Be(3m);
        job.Available.Should().Be(2m);
    }

    [Fact]
    public void AddBudgetEnforcer_TwoKeys_AreTwoBudgets()
    {
        using var provider = new ServiceCollection()
            .AddBudgetEnforcer("a", o => o.Limit = 1m).Services
            .AddBudgetEnforcer("b", o => o.Limit = 2m).Services
            .BuildServiceProvider();

        provider.GetRequiredKeyedService<BudgetEnforcer>("a").Limit.Should().Be(1m);
        provider.GetRequiredKeyedService<BudgetEnforcer>("b").Limit.Should().Be(2m);
    }

    [Fact]
    public void AddBudgetEnforcer_SameKeyTwice_IsOneBudgetWithBothConfigurations()
    {
        using var provider = new ServiceCollection()
            .AddBudgetEnforcer("job", o => o.Limit = 1m).Services
            .AddBudgetEnforcer("job", o => o.InitialSpent = 0.5m).Services
            .BuildServiceProvider();

        var budget = provider.GetRequiredKeyedService<BudgetEnforcer>("job");

        (budget.Limit, budget.Spent).Should().Be((1m, 0.5m));
    }

    [Fact]
    public void AddBudgetEnforcer_ClockInTheContainer_IsTheClockOfTheBudget()
    {
        var clock = new ManualClock();
        using var provider = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock).AddBudgetEnforcer(o => o.Limit = 1m).Services.BuildServiceProvider();

        provider.GetRequiredService<BudgetEnforcer>().TimeProvider.Should().BeSameAs(clock);
    }

    [Fact]
    public void AddBudgetEnforcer_NullOrBlankArguments_AreRefused()
    {
        var services = new ServiceCollection();

        FluentActions.Invoking(() => ((IServiceCollection)null!).AddBudgetEnforcer()).Should().Throw<ArgumentNullException>().WithParameterName("services");
        FluentActions.Invoking(() => services.AddBudgetEnforcer(" ")).Should().Throw<ArgumentException>().WithParameterName("key");
        FluentActions.Invoking(() => services.AddBudgetEnforcer(key: null!)).Should().Throw<ArgumentNullException>().WithParameterName("key");
        FluentActions.Invoking(() => services.AddBudgetEnforcer("job", parentKey: "")).Should().Throw<ArgumentException>().WithParameterName("parentKey");
    }

    [Fact]
    public async Task HostStart_ManyErrors_AreAllInOneMessage()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services
            .AddBudgetEnforcer(o => o.Limit = -1m).Services
            .AddBudgetEnforcer("orphan", o => { o.Limit = 1m; o.Warning90Threshold = 1.5m; }, parentKey: "nobody").Services
            .AddBudgetEnforcer("a", parentKey: "b").Services
            .AddBudgetEnforcer("b", parentKey: "c").Services
            .AddBudgetEnforcer("c", parentKey: "b").Services
            .AddBudgetEnforcer("euro", o => o.Currency = "EUR").Services
            .AddBudgetEnforcer("dollar", o => o.Currency = "USD", parentKey: "euro").Services
            .AddBudgetEnforcer("broken", _ => throw new FormatException("Not a number."));
        using var host = builder.Build();

        var start = () => host.StartAsync(TestContext.Current.CancellationToken);

        var message = (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Message;
        message.Should().Contain("Budget: Limit must not be negative; it is -1.")
            .And.Contain("Budget 'orphan': Warning90Threshold must be at most 1; it is 1.5.")
            .And.Contain("Budget 'orphan': its parent 'nobody' is not added.")
            .And.Contain("Parents form a cycle: 'b' → 'c' → 'b'.")
            .And.Contain("Budget 'dollar': Currency must be that of the parent, 'EUR'; it is 'USD'.")
            .And.Contain("Budget 'broken': Not a number.")
            .And.Contain("Budget 'a': Limit is not set.");
        message.Split("cycle").Should().HaveCount(2, "a cycle is told once, however many lead into it");
    }

    [Fact]
    public async Task HostStart_ValidBudgets_Starts()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBudgetEnforcer("org", o => { o.Limit = 100m; o.Currency = "EUR"; }).Services.AddBudgetEnforcer("team", o => o.Limit = 1m, parentKey: "org");
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);

        host.Services.GetRequiredKeyedService<BudgetEnforcer>("team").Currency.Should().Be("EUR");
    }

    [Fact]
    public void Resolve_WithoutHostAndCycleOfParents_ThrowsInsteadOfRecursing()
    {
        using var provider = new ServiceCollection()
            .AddBudgetEnforcer("a", parentKey: "b").Services.AddBudgetEnforcer("b", parentKey: "a").Services.BuildServiceProvider();

        var resolve = () => provider.GetRequiredKeyedService<BudgetEnforcer>("a");

        resolve.Should().Throw<OptionsValidationException>().WithMessage("*cycle*");
    }

    [Fact]
    public void Resolve_SameKeyWithTwoParents_Throws()
    {
        using var provider = new ServiceCollection()
            .AddBudgetEnforcer("x", o => o.Limit = 1m).Services.AddBudgetEnforcer("y", o => o.Limit = 1m).Services
            .AddBudgetEnforcer("job", o => o.Limit = 1m, parentKey: "x").Services.AddBudgetEnforcer("job", parentKey: "y").Services.BuildServiceProvider();

        var resolve = () => provider.GetRequiredKeyedService<BudgetEnforcer>("job");

        resolve.Should().Throw<OptionsValidationException>().WithMessage("Budget 'job': it is added with different parents, 'x' and 'y'.");
    }

    [Fact]
    public void Resolve_ParentIsItself_Throws()
    {
        using var provider = new ServiceCollection().AddBudgetEnforcer("a", parentKey: "a").Services.BuildServiceProvider();

        var resolve = () => provider.GetRequiredKeyedService<BudgetEnforcer>("a");

        resolve.Should().Throw<OptionsValidationException>().WithMessage("*'a' → 'a'*");
    }
}
