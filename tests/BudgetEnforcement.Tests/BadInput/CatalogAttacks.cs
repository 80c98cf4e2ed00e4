using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>Keys of any kind at the catalog of a container and at its sources.</summary>
internal static class CatalogAttacks
{
    internal static readonly Dictionary<string, Gen<Attack>> All = new()
    {
        ["BudgetEnforcerServiceCollectionExtensions.AddBudgetSource(IServiceCollection,Func`2)"] = Attack.With(Gen.Bool, "AddBudgetSource", (world, isNull) =>
        {
            var services = new ServiceCollection();
            world.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddBudgetSource(_ => new Source(_ => { }))).ParamName.Should().Be("services");
            world.Throws<ArgumentNullException>(() => services.AddBudgetSource(null!)).ParamName.Should().Be("create");
            Assert.Empty(services);
        }),
        ["BudgetCatalog.TryGet(String,BudgetEnforcer&)"] = Attack.With(OddInput.Text, "TryGet", (world, key) =>
        {
            using var provider = Provider(_ => { });
            var catalog = provider.GetRequiredService<BudgetCatalog>();
            if (key.Value is null)
                world.Throws<ArgumentNullException>(() => catalog.TryGet(null!, out _)).ParamName.Should().Be("key");
            else
                Assert.Equal(key.Value == "there", catalog.TryGet(key.Value, out _));
        }),
        ["BudgetCatalog.TryAdd(String,String,Boolean)"] = Attack.With(OddInput.Text, OddInput.Text, Gen.Bool, "TryAdd", (world, key, parent, onLedger) =>
        {
            using var provider = Provider(_ => { });
            var catalog = provider.GetRequiredService<BudgetCatalog>();
            if (string.IsNullOrWhiteSpace(key.Value))
                Assert.Equal("key", Assert.IsAssignableFrom<ArgumentException>(Record.Exception(() => catalog.TryAdd(key.Value!))).ParamName);
            else if (parent.Value is null && !onLedger && key.IsValid(128, spaces: true))
                Assert.True(catalog.TryAdd(key.Value));
            else
                Assert.True(Readable.IsSafe(world.Throws<OptionsValidationException>(() => catalog.TryAdd(key.Value, parent.Value ?? "nobody", onLedger)).Message));
        }),
        ["BudgetCatalog.Reload(String)"] = Attack.With(OddInput.Text, "Reload", (world, key) =>
        {
            using var provider = Provider(_ => { });
            var catalog = provider.GetRequiredService<BudgetCatalog>();
            if (key.Value is null)
                world.Throws<ArgumentNullException>(() => catalog.Reload(null!)).ParamName.Should().Be("key");
            else
                catalog.Reload(key.Value);
            Assert.Equal(["there"], catalog.Keys);
        }),
        ["BudgetSourceContext.Add(String,String,Boolean)"] = Attack.With(OddInput.Text, OddInput.Text, "Add", (world, key, parent) => InSource(budgets =>
        {
            var failure = Record.Exception(() => budgets.Add(key.Value!, parent.Value));
            if (string.IsNullOrWhiteSpace(key.Value))
                Assert.Equal("key", Assert.IsAssignableFrom<ArgumentException>(failure).ParamName);
            else if (parent.Value is not null && string.IsNullOrWhiteSpace(parent.Value))
                Assert.Equal("parentKey", Assert.IsAssignableFrom<ArgumentException>(failure).ParamName);
            else
                Assert.True(budgets.Contains(key.Value));
        })),
        ["IBudgetSource.AddBudgets(BudgetSourceContext)"] = Attack.With(OddInput.Text, "AddBudgets", (world, text) =>
        {
            // Each call to the catalog throws the exception of the source, unchanged.
            using var provider = Provider(_ => throw new NotSupportedException(text.Value));
            var catalog = provider.GetRequiredService<BudgetCatalog>();
            world.Throws<NotSupportedException>(() => catalog.Keys.ToList());
            world.Throws<NotSupportedException>(() => catalog.TryAdd("late"));
        }),
        ["BudgetSourceContext.AddError(String)"] = Attack.With(OddInput.Text, "AddError", (world, error) => InSource(budgets =>
        {
            var failure = Record.Exception(() => budgets.AddError(error.Value!));
            Assert.Equal(string.IsNullOrWhiteSpace(error.Value), failure is ArgumentException);
        })),
        ["BudgetSourceContext.Contains(String)"] = Attack.With(OddInput.Text, "Contains", (world, key) => InSource(budgets =>
        {
            if (key.Value is null)
                world.Throws<ArgumentNullException>(() => budgets.Contains(null!)).ParamName.Should().Be("key");
            else
                Assert.False(budgets.Contains(key.Value));
        })),
    };

    private static void InSource(Action<BudgetSourceContext> act)
    {
        var outcome = (Exception?)new InvalidOperationException("The source was not asked.");
        using var provider = Provider(budgets => outcome = Record.Exception(() => act(budgets)));
        _ = Record.Exception(() => provider.GetRequiredService<BudgetCatalog>().Keys);
        Assert.Null(outcome);
    }

    private static ServiceProvider Provider(Action<BudgetSourceContext> add)
    {
        var services = new ServiceCollection();
        services.AddBudgetEnforcer("there");
        services.ConfigureAll<BudgetOptions>(options => options.Limit = 1m);
        services.AddBudgetSource(_ => new Source(add));
        return services.BuildServiceProvider();
    }

    private sealed class Source(Action<BudgetSourceContext> add) : IBudgetSource
    {
        public void AddBudgets(BudgetSourceContext budgets) => add(budgets);
    }
}
