using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace BudgetEnforcement.Tests.DependencyInjection;

/// <summary>Budgets that a source tells, and those that are added to a running container.</summary>
public class BudgetCatalogTests
{
    private readonly Dictionary<string, decimal?> _limits = new() { ["team"] = 50m };

    [Fact]
    public void Keys_HaveThoseOfCode_ThoseOfSources_AndLateOnes()
    {
        using var provider = Build(budgets => budgets.Add("team", "org"));
        var catalog = provider.GetRequiredService<BudgetCatalog>();
        _limits["late"] = 5m;

        catalog.TryAdd("late", "team").Should().BeTrue();

        catalog.Keys.Should().Equal("org", "team", "late");
        catalog.TryGet("late", out var late).Should().BeTrue();
        late.Should().BeSameAs(provider.GetRequiredKeyedService<BudgetEnforcer>("late"));
        (late!.Name, late.Parent).Should().Be(("late", provider.GetRequiredKeyedService<BudgetEnforcer>("team")));
        catalog.TryAdd("late").Should().BeFalse();
        catalog.TryGet("nobody", out _).Should().BeFalse();
        provider.Invoking(it => it.GetKeyedService<BudgetEnforcer>("nobody")).Should().Throw<InvalidOperationException>().WithMessage("*'nobody'*");
    }

    [Fact]
    public void Source_ItsErrors_AreToldWithTheOthers()
    {
        using var provider = Build(budgets =>
        {
            budgets.Add("bad", "missing");
            budgets.AddError("Template 'x': it is wrong.");
        });

        provider.Invoking(it => it.GetRequiredService<BudgetCatalog>().Keys).Should().Throw<OptionsValidationException>().Which.Failures.Should().Equal(
            "Budget 'bad': Limit is not set.", "Budget 'bad': its parent 'missing' is not added.", "Template 'x': it is wrong.");
    }

    [Fact]
    public void TryAdd_OfABudgetThatCannotBe_NamesEveryError_AndAddsNothing()
    {
        using var provider = Build(_ => { });
        var catalog = provider.GetRequiredService<BudgetCatalog>();

        catalog.Invoking(it => it.TryAdd("late", "missing", onLedger: true)).Should().Throw<OptionsValidationException>().Which.Failures.Should().Equal(
            "Budget 'late': Limit is not set.", "Budget 'late': its parent 'missing' is not added.", "Budget 'late': it is on a ledger, and there is none: call AddBudgetLedger.");

        catalog.TryGet("late", out _).Should().BeFalse();
    }

    [Fact]
    public void TryAdd_OnceItsOptionsAreRight_ReadsThemAgain()
    {
        using var provider = Build(_ => { });
        var catalog = provider.GetRequiredService<BudgetCatalog>();
        catalog.Invoking(it => it.TryAdd("late")).Should().Throw<OptionsValidationException>();

        _limits["late"] = 5m;

        catalog.TryAdd("late").Should().BeTrue();
    }

    [Fact]
    public void Reload_OfALateBudget_AppliesItsLimit_AndATopUpStays()
    {
        using var provider = Build(_ => { });
        var catalog = provider.GetRequiredService<BudgetCatalog>();
        _limits["late"] = 5m;
        catalog.TryAdd("late");
        catalog.TryGet("late", out var late);

        _limits["late"] = 8m;
        catalog.Reload("late");
        var reloaded = late!.Limit;
        late.AdjustLimit(2m);
        catalog.Reload("late");

        (reloaded, late.Limit).Should().Be((8m, 10m));
    }

    [Fact]
    public void TryAdd_WhileItsOptionsChange_FollowsTheChange()
    {
        using var changes = new Changes();
        using var provider = Build(_ => { }, services => services
            .AddSingleton<IOptionsChangeTokenSource<BudgetOptions>>(changes)
            .PostConfigure<BudgetOptions>("late", _ => ChangeOnce(changes.Tell)));
        var catalog = provider.GetRequiredService<BudgetCatalog>();
        _limits["late"] = 5m;

        catalog.TryAdd("late");

        catalog.TryGet("late", out var late);
        late!.Limit.Should().Be(8m, "the change came after the budget read its options and before it followed their changes");
    }

    [Fact]
    public void TryAdd_WhileItsOptionsAreReloadedByHand_FollowsTheChange()
    {
        BudgetCatalog? catalog = null;
        using var provider = Build(_ => { }, services => services.PostConfigure<BudgetOptions>("late", _ => ChangeOnce(() => catalog!.Reload("late"))));
        catalog = provider.GetRequiredService<BudgetCatalog>();
        _limits["late"] = 5m;

        catalog.TryAdd("late");

        catalog.TryGet("late", out var late);
        late!.Limit.Should().Be(8m);
    }

    private void ChangeOnce(Action tell)
    {
        if (_limits["late"] != 5m)
            return;
        _limits["late"] = 8m;
        tell();
    }

    private ServiceProvider Build(Action<BudgetSourceContext> add, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        more?.Invoke(services);
        services.AddBudgetEnforcer("org", options => options.Limit = 100m);
        services.AddBudgetSource(_ => new Source(add));
        services.AddSingleton<IConfigureOptions<BudgetOptions>>(new Limits(_limits));
        return services.BuildServiceProvider();
    }

    private sealed class Source(Action<BudgetSourceContext> add) : IBudgetSource
    {
        public void AddBudgets(BudgetSourceContext budgets) => add(budgets);
    }

    private sealed class Limits(Dictionary<string, decimal?> limits) : IConfigureNamedOptions<BudgetOptions>
    {
        public void Configure(string? name, BudgetOptions options) => options.Limit ??= limits.GetValueOrDefault(name!);

        public void Configure(BudgetOptions options)
        {
        }
    }

    /// <summary>Tells that the options of a late budget have changed.</summary>
    private sealed class Changes : IOptionsChangeTokenSource<BudgetOptions>, IDisposable
    {
        private CancellationTokenSource _present = new();

        public string Name => "late";

        public IChangeToken GetChangeToken() => new CancellationChangeToken(_present.Token);

        public void Dispose() => _present.Dispose();

        internal void Tell()
        {
            using var before = Interlocked.Exchange(ref _present, new CancellationTokenSource());
            before.Cancel();
        }
    }
}
