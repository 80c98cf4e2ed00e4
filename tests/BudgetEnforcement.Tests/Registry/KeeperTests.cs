using System.Runtime.CompilerServices;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace BudgetEnforcement.Tests.Registry;

/// <summary>A budget that changes after it was forgotten is not lost, whether its user keeps it or not.</summary>
[Collection(AloneDefinition.Name)]
public sealed class KeeperTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualClock _clock = new();
    private readonly string _name = $"tenant-{Guid.NewGuid():N}";
    private readonly BudgetEnforcer _parent;
    private readonly BudgetRegistry<string> _registry;

    public KeeperTests()
    {
        _parent = new BudgetEnforcer(new BudgetOptions { Limit = 1000m }, timeProvider: _clock);
        _registry = new BudgetRegistry<string>(
            _parent, key => new BudgetOptions { Limit = 10m, Name = key == _name ? key : null }, new BudgetRegistryOptions { ForgetAfter = Hour });
    }

    [Fact]
    public void Spend_AfterItsBudgetWasForgottenAndDropped_IsNotLost()
    {
        UseForgotten("one", static budget => budget.AddCost(9m));

        Collecting.Everything();

        _registry.Keys.Should().Contain("one");
        _registry.GetOrAdd("one").Spent.Should().Be(9m);
        _registry.GetOrAdd("one").TryReserve(2m, out _).Should().BeFalse("the limit holds");
    }

    [Fact]
    public void Spend_OfAChildAfterItsParentWasForgotten_IsNotLost()
    {
        UseForgotten("one", static budget => budget.Child(5m).AddCost(4m));

        Collecting.Everything();

        _registry.GetOrAdd("one").Spent.Should().Be(4m);
    }

    [Fact]
    public void Reservation_LostAfterItsBudgetWasForgotten_IsStillHeld()
    {
        UseForgotten("one", static budget => budget.Reserve(9m));

        Collecting.Everything();

        _registry.GetOrAdd("one").Reserved.Should().Be(9m, "the bill may come");
    }

    [Fact]
    public void Limit_ChangedAfterItsBudgetWasForgotten_Stays()
    {
        UseForgotten("one", static budget => budget.UpdateLimit(0m));

        Collecting.Everything();

        _registry.GetOrAdd("one").Limit.Should().Be(0m);
    }

    [Fact]
    public void Budget_BackAgain_StaysInMemoryAndIsForgottenOnceItIsUnspent()
    {
        UseForgotten("one", static budget => budget.AddCost(1m));
        Collecting.Everything();
        _clock.Advance(Hour);
        _registry.GetOrAdd("three");
        Collecting.Everything();
        _registry.Keys.Should().Contain("one");

        Collecting.Use(_registry, "one", static budget => budget.Refund(1m));
        _clock.Advance(Hour);
        _registry.GetOrAdd("four");
        Collecting.Everything();
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
        Collecting.Everything();
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
            Collecting.Everything();

            PublishedLimits().Should().Equal(10);
            Collecting.Use(_registry, _name, static budget => budget.Reset());
        }
    }

    [Fact]
    public void Budget_ForgottenForGood_PublishesNothing()
    {
        UseForgotten(_name, static _ => { });

        Collecting.Everything();
        Collecting.Everything();

        PublishedLimits().Should().BeEmpty();
        GC.KeepAlive(_registry);
    }

    [Fact]
    public void Budget_FoundAgainAndGoneWithItsRegistry_PublishesNothing()
    {
        UseInADroppedRegistry();

        for (var i = 0; i < 3; i++)
            Collecting.Everything();

        PublishedLimits().Should().BeEmpty();
    }

    [Fact]
    public void Budget_UsedInTheFinalizerOfItsUser_IsFoundAgain()
    {
        for (var i = 0; i < 20; i++)
        {
            UseForgotten("one", static budget => GC.KeepAlive(new LateSpender(budget)));
            Collecting.Everything();
        }

        // Whether the keeper or the user came first, each cost counted above.
        _parent.Spent.Should().Be(20m);
    }

    [Fact]
    public void Registry_Dropped_IsFreedThoughAForgottenBudgetIsHeld()
    {
        var (registry, budget, other) = DroppedRegistry();

        Collecting.Everything();

        registry.IsAlive.Should().BeFalse();
        other.IsAlive.Should().BeFalse();
        budget.AddCost(1m);
        _parent.Spent.Should().Be(3m);
    }

    private double[] PublishedLimits()
    {
        using var limits = new MetricCollector<double>(null, "BudgetEnforcement", "budget_enforcement.limit");
        limits.RecordObservableInstruments();
        return [.. limits.GetMeasurementSnapshot().Where(measured => _name.Equals(measured.Tags["name"])).Select(measured => measured.Value)];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void UseInADroppedRegistry()
    {
        var registry = new BudgetRegistry<int>(
            _parent, _ => new BudgetOptions { Limit = 10m, Name = _name }, new BudgetRegistryOptions { ForgetAfter = Hour });
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
        var registry = new BudgetRegistry<int>(
            _parent, static _ => new BudgetOptions { Limit = 10m }, new BudgetRegistryOptions { ForgetAfter = Hour });
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
