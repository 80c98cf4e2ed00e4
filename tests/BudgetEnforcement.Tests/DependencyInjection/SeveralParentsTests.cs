using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.Tests.DependencyInjection;

/// <summary>Budgets of a container under several parents, and what can be wrong with those.</summary>
public class SeveralParentsTests
{
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
    public void AlsoUnder_BlankKey_IsRefusedAndAddsNothing()
    {
        var builder = new ServiceCollection().AddBudgetEnforcer("job", o => o.Limit = 10m, parentKey: "user");
        var count = builder.Services.Count;

        builder.Invoking(it => it.AlsoUnder("model", " ")).Should().Throw<ArgumentException>().WithParameterName("keys");
        builder.Invoking(it => it.AlsoUnder("model", null!)).Should().Throw<ArgumentNullException>().WithParameterName("keys");
        builder.Services.Should().HaveCount(count);
    }

    [Fact]
    public void AlsoUnder_KeyThatIsNotAdded_IsAnError()
    {
        Errors(services => services.AddBudgetEnforcer("job", o => o.Limit = 1m, parentKey: "user").AlsoUnder("model", "nobody"))
            .Should().Equal("Budget 'job': its parent 'nobody' is not added.");
    }

    [Theory]
    [InlineData("user")]
    [InlineData("model", "model")]
    public void AlsoUnder_ParentNamedTwice_IsAnError(params string[] keys)
    {
        Errors(services => services.AddBudgetEnforcer("job", o => o.Limit = 1m, parentKey: "user").AlsoUnder(keys))
            .Should().Equal($"Budget 'job': its parent '{keys[^1]}' is named 2 times.");
    }

    [Fact]
    public void AlsoUnder_ParentOfAnotherTree_IsAnError()
    {
        Errors(services =>
            {
                services.AddBudgetEnforcer("island", o => o.Limit = 1m);
                services.AddBudgetEnforcer("job", o => o.Limit = 1m, parentKey: "user").AlsoUnder("island");
            })
            .Should().Equal("Budget 'job': its parents 'user', 'island' are in different trees, those of 'org', 'island'.");
    }

    [Fact]
    public void AlsoUnder_BudgetWithoutFirstParent_IsAnError()
    {
        Errors(services => services.AddBudgetEnforcer("job", o => o.Limit = 1m).AlsoUnder("model"))
            .Should().Equal("Budget 'job': it has further parents but no first one; give it a parentKey.");
        Errors(services => services.AddBudgetEnforcer(o => o.Limit = 1m).AlsoUnder("model"))
            .Should().Equal("Budget: it has further parents but no first one; give it a parentKey.");
    }

    [Fact]
    public void AlsoUnder_CycleOverAFurtherParent_IsAnError()
    {
        Errors(services =>
            {
                services.AddBudgetEnforcer("a", o => o.Limit = 1m, parentKey: "user").AlsoUnder("b");
                services.AddBudgetEnforcer("b", o => o.Limit = 1m, parentKey: "model").AlsoUnder("a");
            })
            .Should().Equal("Parents form a cycle: 'a' → 'b' → 'a'.");
    }

    [Fact]
    public void AddBudgetEnforcer_SameKeyTwiceWithOtherFurtherParents_IsAnError()
    {
        Errors(services =>
            {
                services.AddBudgetEnforcer("job", o => o.Limit = 1m, parentKey: "user").AlsoUnder("model");
                services.AddBudgetEnforcer("job", parentKey: "user");
            })
            .Should().Equal("Budget 'job': it is added with different parents, 'user', 'model' and 'user'.");
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

    [Fact]
    public void AlsoUnder_ManyMistakes_AreToldTogether()
    {
        Errors(services =>
            {
                services.AddBudgetEnforcer("one", parentKey: "user").AlsoUnder("user");
                services.AddBudgetEnforcer("two", o => o.Limit = -1m, parentKey: "user").AlsoUnder("nobody");
            })
            .Should().Equal(
                "Budget 'one': Limit is not set.",
                "Budget 'one': its parent 'user' is named 2 times.",
                "Budget 'two': Limit must not be negative; it is -1.",
                "Budget 'two': its parent 'nobody' is not added.");
    }

    private static void AddParents(IServiceCollection services)
    {
        services.AddBudgetEnforcer("user", o => o.Limit = 50m, parentKey: "org");
        services.AddBudgetEnforcer("model", o => o.Limit = 50m, parentKey: "org");
        services.AddBudgetEnforcer("org", o => o.Limit = 100m);
    }

    private static IEnumerable<string> Errors(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        AddParents(services);
        add(services);
        using var provider = services.BuildServiceProvider();
        var resolve = () => provider.GetRequiredKeyedService<BudgetEnforcer>("org");
        return resolve.Should().Throw<OptionsValidationException>().Which.Failures;
    }
}
