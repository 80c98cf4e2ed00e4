using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.Tests.DependencyInjection;

/// <summary>Our factory of options does the same as the factory of the framework, and asks only what it must.</summary>
public class OptionsFactoryTests
{
    [Fact]
    public void Create_ManyKindsOfSetup_AreTheSameAndInTheSameOrderAsInTheFramework()
    {
        var services = new ServiceCollection().AddSingleton("service");
        services.Configure<BudgetOptions>("a", o => o.Name += "1");
        services.ConfigureAll<BudgetOptions>(o => o.Name += "2");
        services.Configure<BudgetOptions>("b", o => o.Name += "3");
        services.AddOptions<BudgetOptions>("a").Configure<string>((o, text) => o.Name += text);
        services.AddSingleton<IConfigureOptions<BudgetOptions>>(new Own());
        services.Configure<BudgetOptions>("a", o => o.Name += "4");
        services.PostConfigure<BudgetOptions>("a", o => o.Name += "5");
        services.PostConfigureAll<BudgetOptions>(o => o.Name += "6");
        services.PostConfigure<BudgetOptions>("b", o => o.Name += "7");
        services.Configure<BudgetOptions>(o => o.Name += "unnamed");
        using var provider = services.BuildServiceProvider();
        var theirs = provider.GetRequiredService<IOptionsFactory<BudgetOptions>>();
        var ours = ActivatorUtilities.CreateInstance<BudgetOptionsFactory>(provider);

        foreach (var name in new[] { "a", "b", "c", string.Empty })
            ours.Create(name).Name.Should().Be(theirs.Create(name).Name);
        ours.Create("a").Name.Should().Be("12serviceown456");
    }

    [Fact]
    public void Create_ValidationsFail_ThrowsWithAllOfThem()
    {
        var services = new ServiceCollection();
        services.AddOptions<BudgetOptions>("a").Validate(_ => false, "First.").Validate(_ => false, "Second.").Validate(_ => true, "Third.");
        services.AddOptions<BudgetOptions>("b").Validate(_ => false, "Other.");
        using var provider = services.BuildServiceProvider();
        var factory = ActivatorUtilities.CreateInstance<BudgetOptionsFactory>(provider);

        factory.Invoking(it => it.Create("a")).Should().Throw<OptionsValidationException>().Which.Failures.Should().Equal("First.", "Second.");
        factory.Create("c").Should().NotBeNull();
    }

    [Fact]
    public void For_SetupsOfManyNames_GivesThoseOfTheNameAndOfAllOnly()
    {
        var all = new ConfigureNamedOptions<BudgetOptions>(null, null);
        var withService = new ConfigureNamedOptions<BudgetOptions, string>("a", "service", null);
        var a = new ConfigureNamedOptions<BudgetOptions>("a", null);
        var b = new ConfigureNamedOptions<BudgetOptions>("b", null);
        var own = new Own();
        var setups = new SetupsByName<IConfigureOptions<BudgetOptions>>([b, a, all, b, withService, own]);

        setups.For("a").Should().Equal(a, all, withService, own);
        setups.For("b").Should().Equal(b, all, b, own);
        setups.For("c").Should().Equal(all, own);
    }

    private sealed class Own : IConfigureNamedOptions<BudgetOptions>
    {
        public void Configure(BudgetOptions options) => Configure(string.Empty, options);

        public void Configure(string? name, BudgetOptions options) => options.Name += "own";
    }
}
