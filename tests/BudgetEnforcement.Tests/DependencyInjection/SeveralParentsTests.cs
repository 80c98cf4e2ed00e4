using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.Tests.DependencyInjection;

/// <summary>Budgets of a container under several parents, and what can be wrong with those.</summary>
public class SeveralParentsTests
{
    public static TheoryData<string> Names => [.. Mistakes.Keys];

    /// <summary>What is added below the parents user and model of org, and every error that it makes.</summary>
    private static Dictionary<string, (Action<IServiceCollection> Add, string[] Errors)> Mistakes { get; } = new()
    {
        ["a key that is not added"] = (
            services => Add(services, "job", "user").AlsoUnder("model", "nobody"),
            ["Budget 'job': its parent 'nobody' is not added."]),
        ["the first parent again"] = (services => Add(services, "job", "user").AlsoUnder("user"), ["Budget 'job': its parent 'user' is named 2 times."]),
        ["a further parent twice"] = (
            services => Add(services, "job", "user").AlsoUnder("model", "model"),
            ["Budget 'job': its parent 'model' is named 2 times."]),
        ["a parent of another tree"] = (
            services =>
            {
                Add(services, "island", null);
                Add(services, "job", "user").AlsoUnder("island");
            },
            ["Budget 'job': its parents 'user', 'island' are in different trees, those of 'org', 'island'."]),
        ["no first parent"] = (
            services => Add(services, "job", null).AlsoUnder("model"),
            ["Budget 'job': it has further parents but no first one; give it a parentKey."]),
        ["no first parent, and no key"] = (
            services => services.AddBudgetEnforcer(o => o.Limit = 1m).AlsoUnder("model"),
            ["Budget: it has further parents but no first one; give it a parentKey."]),
        ["a cycle over a further parent"] = (
            services =>
            {
                Add(services, "a", "user").AlsoUnder("b");
                Add(services, "b", "model").AlsoUnder("a");
            },
            ["Parents form a cycle: 'a' → 'b' → 'a'."]),
        ["the same key with other parents"] = (
            services =>
            {
                Add(services, "job", "user").AlsoUnder("model");
                services.AddBudgetEnforcer("job", parentKey: "user");
            },
            ["Budget 'job': it is added with different parents, 'user', 'model' and 'user'."]),
        ["several mistakes"] = (
            services =>
            {
                services.AddBudgetEnforcer("one", parentKey: "user").AlsoUnder("user");
                services.AddBudgetEnforcer("two", o => o.Limit = -1m, parentKey: "user").AlsoUnder("nobody");
            },
            [
                "Budget 'one': Limit is not set.", "Budget 'one': its parent 'user' is named 2 times.",
                "Budget 'two': Limit must not be negative; it is -1.", "Budget 'two': its parent 'nobody' is not added.",
            ]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void AlsoUnder_Mistakes_AreAllToldWhenItIsResolved(string name)
    {
        var (add, errors) = Mistakes[name];
        var services = new ServiceCollection();
        AddParents(services);
        add(services);
        using var provider = services.BuildServiceProvider();

        var resolve = () => provider.GetRequiredKeyedService<BudgetEnforcer>("org");

        resolve.Should().Throw<OptionsValidationException>().Which.Failures.Should().Equal(errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AlsoUnder_ParentsOfOneTree_CountsOnAllOfThem(bool parentsFirst)
    {
        var services = new ServiceCollection();
        if (parentsFirst)
            AddParents(services);
        services.AddBudgetEnforcer("job", o => o.Limit = 10m, parentKey: "user").AlsoUnder("model");
        if (!parentsFirst)
            AddParents(services);
        using var provider = services.BuildServiceProvider();
        BudgetEnforcer Of(string key) => provider.GetRequiredKeyedService<BudgetEnforcer>(key);

        Of("job").AddCost(3m);

        Of("job").Parents.Should().Equal(Of("user"), Of("model"));
        Of("user").Spent.Should().Be(3m);
        Of("model").Spent.Should().Be(3m);
        Of("org").Spent.Should().Be(3m, "an ancestor counts once");
    }

    [Fact]
    public void AlsoUnder_Nothing_ChangesNothing()
    {
        var builder = new ServiceCollection().AddBudgetEnforcer("job", o => o.Limit = 10m);

        builder.AlsoUnder().Should().BeSameAs(builder);

        using var provider = builder.Services.BuildServiceProvider();
        provider.GetRequiredKeyedService<BudgetEnforcer>("job").Parents.Should().BeEmpty();
    }

    [Fact]
    public void AddBudgetEnforcer_SameKeyTwiceWithTheSameFurtherParents_IsOneBudget()
    {
        var services = new ServiceCollection();
        AddParents(services);
        services.AddBudgetEnforcer("job", o => o.Limit = 1m, parentKey: "user").AlsoUnder("model");
        services.AddBudgetEnforcer("job", parentKey: "user").AlsoUnder("model");
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredKeyedService<BudgetEnforcer>("job").Parents.Should().HaveCount(2);
    }

    private static void AddParents(IServiceCollection services)
    {
        services.AddBudgetEnforcer("user", o => o.Limit = 50m, parentKey: "org");
        services.AddBudgetEnforcer("model", o => o.Limit = 50m, parentKey: "org");
        services.AddBudgetEnforcer("org", o => o.Limit = 100m);
    }

    private static BudgetEnforcerBuilder Add(IServiceCollection services, string key, string? parentKey) =>
        services.AddBudgetEnforcer(key, o => o.Limit = 1m, parentKey);
}
