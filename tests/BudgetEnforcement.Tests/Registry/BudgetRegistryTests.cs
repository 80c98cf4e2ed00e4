using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Registry;

/// <summary>What a registry gives, refuses and removes.</summary>
public class BudgetRegistryTests
{
    private readonly BudgetEnforcer _parent = new(100m);
    private readonly BudgetRegistry<string> _registry;

    public BudgetRegistryTests() =>
        _registry = new(_parent, static key => new BudgetOptions { Name = key, Limit = 10m }, comparer: StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void GetOrAdd_ANewKey_MakesItsBudgetUnderTheParent()
    {
        var budget = _registry.GetOrAdd("one");
        budget.AddCost(3m);

        budget.Name.Should().Be("one");
        budget.Limit.Should().Be(10m);
        budget.Parent.Should().BeSameAs(_parent);
        _parent.Spent.Should().Be(3m);
    }

    [Fact]
    public void GetOrAdd_WithoutAParent_MakesRootsWithLoggerAndClock()
    {
        var logger = new FakeLogger<BudgetEnforcer>();
        var clock = new ManualClock();
        var registry = new BudgetRegistry<int>(
            parent: null, static _ => new BudgetOptions { Limit = 1m }, new BudgetRegistryOptions { Logger = logger, TimeProvider = clock });

        var budget = registry.GetOrAdd(1);
        budget.AddCost(2m);

        budget.Parent.Should().BeNull();
        budget.TimeProvider.Should().BeSameAs(clock);
        logger.Collector.GetSnapshot().Should().Contain(record => record.Level == LogLevel.Error);
        registry.GetOrAdd(2).IsBudgetExceeded.Should().BeFalse();
    }

    [Fact]
    public void GetOrAddAndTryGet_AKeyThatIsThereAndOneThatIsNot_FindItByTheComparerAndOnlyTheFirstMakesAnother()
    {
        var budget = _registry.GetOrAdd("one");

        _registry.GetOrAdd("one").Should().BeSameAs(budget);
        _registry.GetOrAdd("ONE").Should().BeSameAs(budget);
        _registry.TryGet("One", out var found).Should().BeTrue();
        _registry.TryGet("two", out var none).Should().BeFalse();

        found.Should().BeSameAs(budget);
        none.Should().BeNull();
        _registry.Keys.Should().Equal("one");
        _registry.GetOrAdd("two").Should().NotBeSameAs(budget);
    }

    [Fact]
    public void KeysAndBudgets_OfSeveral_AreSnapshots()
    {
        var (one, two) = (_registry.GetOrAdd("one"), _registry.GetOrAdd("two"));
        var (keys, budgets) = (_registry.Keys, _registry.Budgets);

        _registry.GetOrAdd("three");
        _registry.TryRemove("one");

        keys.Should().BeEquivalentTo("one", "two");
        budgets.ToDictionary().Should().Equal(new Dictionary<string, BudgetEnforcer> { ["one"] = one, ["two"] = two });
        _registry.Keys.Should().BeEquivalentTo("two", "three");
    }

    [Fact]
    public void TryRemove_AKeyThatIsThere_ClosesItsBudgetAndTheNextOneIsAnother()
    {
        var removed = _registry.GetOrAdd("one");
        removed.AddCost(9m);

        _registry.TryRemove("one").Should().BeTrue();
        _registry.TryRemove("one").Should().BeFalse();
        var budget = _registry.GetOrAdd("one");

        removed.TryReserve(1m, out _).Should().BeFalse("it admits nothing any more");
        budget.Should().NotBeSameAs(removed);
        budget.TryReserve(10m, out _).Should().BeTrue();
        _parent.Spent.Should().Be(9m, "the spend stays counted above");
    }

    [Fact]
    public void Keys_WithOneHashCode_AreToldApart()
    {
        var sameHash = EqualityComparer<int>.Create(static (one, other) => one == other, static _ => 7);
        var registry = _parent.Registry(static key => new BudgetOptions { Limit = key }, comparer: sameHash);
        var budgets = Enumerable.Range(0, 20).Select(registry.GetOrAdd).ToList();

        int[] removed = [0, 11, 19];
        removed.Should().OnlyContain(key => registry.TryRemove(key));

        registry.Keys.Should().BeEquivalentTo(Enumerable.Range(0, 20).Except(removed));
        registry.Keys.Should().OnlyContain(key => ReferenceEquals(registry.GetOrAdd(key), budgets[key]));
        registry.GetOrAdd(11).Limit.Should().Be(11m);
        registry.GetOrAdd(11).Should().NotBeSameAs(budgets[11]);
    }

    [Fact]
    public void GetOrAdd_MoreThanTheCapacityThatItWasMadeWith_ThrowsAndChangesNothingUntilOneIsRemoved()
    {
        var calls = 0;
        var settings = new BudgetRegistryOptions { Capacity = 2 };
        var registry = new BudgetRegistry<int>(_parent, _ => new BudgetOptions { Limit = ++calls }, settings);
        settings.Capacity = 3;
        var first = registry.GetOrAdd(1);
        registry.GetOrAdd(2);

        for (var key = 3; key < 10; key++)
        {
            registry.Invoking(full => full.GetOrAdd(key)).Should().Throw<InvalidOperationException>().WithMessage("*Capacity*");
            calls.Should().Be(key - 1, "a key that is refused needs no options");
            registry.GetOrAdd(1).Should().BeSameAs(first);
            registry.Keys.Should().BeEquivalentTo([1, key - 1]);

            registry.TryRemove(key - 1).Should().BeTrue();
            registry.GetOrAdd(key);
        }
    }
}
