using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests.Registry;

/// <summary>A budget that changes after it was forgotten is not lost, whether its user keeps it or not.</summary>
[Collection(AloneDefinition.Name)]
public sealed class KeeperTests
{
    private static readonly TimeSpan Hour = Registries.Hour;

    private readonly ManualClock _clock = new();
    private readonly string _name = $"tenant-{Guid.NewGuid():N}";
    private readonly BudgetEnforcer _parent;
    private readonly BudgetRegistry<string> _registry;

    public KeeperTests()
    {
        _parent = new BudgetEnforcer(new BudgetOptions { Limit = 1000m }, timeProvider: _clock);
        _registry = _parent.Registry<string>(key => new BudgetOptions { Limit = 10m, Name = key == _name ? key : null }, forgetAfter: Hour);
    }

    public static TheoryData<string> Names => [.. Uses.Keys];

    /// <summary>What happens to a forgotten budget of 10, and its spend, its reserved amount and its limit then.</summary>
    private static Dictionary<string, (Action<BudgetEnforcer> Use, decimal Spent, decimal Reserved, decimal Limit)> Uses { get; } = new()
    {
        ["it spends"] = (static budget => budget.AddCost(9m), 9m, 0m, 10m),
        ["a child of it spends"] = (static budget => budget.Child(5m).AddCost(4m), 4m, 0m, 10m),
        ["a reservation is lost, whose bill may come"] = (static budget => budget.Reserve(9m), 0m, 9m, 10m),
        ["its limit is changed"] = (static budget => budget.UpdateLimit(0m), 0m, 0m, 0m),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Budget_ChangedAfterItWasForgottenAndDropped_IsNotLost(string name)
    {
        var (use, spent, reserved, limit) = Uses[name];
        UseForgotten("one", use);

        Living.CollectTheDead();

        _registry.Keys.Should().Contain("one");
        var budget = _registry.GetOrAdd("one");
        (budget.Spent, budget.Reserved, budget.Limit).Should().Be((spent, reserved, limit));
        budget.TryReserve(limit - spent - reserved + 1m, out _).Should().BeFalse("the limit holds");
    }

    [Fact]
    public void Budget_BackAgain_StaysInMemoryAndIsForgottenOnceItIsUnspent()
    {
        UseForgotten("one", static budget => budget.AddCost(1m));
        Living.CollectTheDead();
        PassAnHour("three");
        _registry.Keys.Should().Contain("one");

        Collecting.Use(_registry, "one", static budget => budget.Refund(1m));
        PassAnHour("four");
        _registry.Keys.Should().NotContain("one");
    }

    [Fact]
    public void Budget_BackAgain_HearsOfItsParent()
    {
        UseForgotten("one", static budget =>
        {
            _ = budget.ExceededToken;
            budget.AddCost(1m);
        });
        Living.CollectTheDead();
        var token = _registry.GetOrAdd("one").ExceededToken;

        _parent.AddCost(1000m);

        token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Budget_BackAgain_PublishesItsMetrics()
    {
        // Finalizers run in any order, so once would prove little.
        for (var i = 0; i < 10; i++)
        {
            UseForgotten(_name, static budget => budget.AddCost(1m));
            Living.CollectTheDead();

            Registries.PublishedLimits(_name).Should().Equal(10);
            Collecting.Use(_registry, _name, static budget => budget.Reset());
        }
    }

    [Fact]
    public void Budget_ForgottenForGood_PublishesNothing()
    {
        UseForgotten(_name, static _ => { });

        Living.CollectTheDead();
        Living.CollectTheDead();

        Registries.PublishedLimits(_name).Should().BeEmpty();
        GC.KeepAlive(_registry);
    }

    [Fact]
    public void Budget_FoundAgainAndGoneWithItsRegistry_PublishesNothing()
    {
        UseInADroppedRegistry();

        for (var i = 0; i < 3; i++)
            Living.CollectTheDead();

        Registries.PublishedLimits(_name).Should().BeEmpty();
    }

    [Fact]
    public void Budget_UsedInTheFinalizerOfItsUser_IsFoundAgain()
    {
        for (var i = 0; i < 20; i++)
        {
            UseForgotten("one", static budget => GC.KeepAlive(new LateSpender(budget)));
            Living.CollectTheDead();
        }

        // Whether the keeper or the user came first, each cost counted above.
        _parent.Spent.Should().Be(20m);
    }

    [Fact]
    public void Registry_Dropped_IsFreedThoughAForgottenBudgetIsHeld()
    {
        var (registry, budget, other) = DroppedRegistry();

        Living.CollectTheDead();

        registry.IsAlive.Should().BeFalse();
        other.IsAlive.Should().BeFalse();
        budget.AddCost(1m);
        _parent.Spent.Should().Be(3m);
    }

    private void PassAnHour(string newcomer)
    {
        _clock.Advance(Hour);
        _registry.GetOrAdd(newcomer);
        Living.CollectTheDead();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void UseInADroppedRegistry()
    {
        var registry = _parent.Registry<int>(_ => new BudgetOptions { Limit = 10m, Name = _name }, forgetAfter: Hour);
        var budget = registry.GetOrAdd(1);
        _clock.Advance(Hour);
        registry.GetOrAdd(2);
        budget.AddCost(1m);
        registry.GetOrAdd(1).Should().BeSameAs(budget);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void UseForgotten(string key, Action<BudgetEnforcer> use)
    {
        var budget = _registry.GetOrAdd(key);
        _clock.Advance(Hour);
        _registry.GetOrAdd("two");
        use(budget);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference Registry, BudgetEnforcer Forgotten, WeakReference Other) DroppedRegistry()
    {
        var registry = _parent.Registry<int>(static _ => new BudgetOptions { Limit = 10m }, forgetAfter: Hour);
        var forgotten = registry.GetOrAdd(1);
        _clock.Advance(Hour);
        var other = registry.GetOrAdd(2);
        other.AddCost(2m);
        return (new WeakReference(registry), forgotten, new WeakReference(other));
    }

    private sealed class LateSpender(BudgetEnforcer budget)
    {
        ~LateSpender() => budget.AddCost(1m);
    }
}
