using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests.Registry;

/// <summary>What is idle and as it was made is forgotten, and nothing else.</summary>
[Collection(AloneDefinition.Name)]
public sealed class ForgettingTests
{
    private static readonly TimeSpan Hour = Registries.Hour;

    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _parent;
    private readonly BudgetRegistry<string> _registry;

    public ForgettingTests()
    {
        _parent = new BudgetEnforcer(new BudgetOptions { Limit = 1000m }, timeProvider: _clock);
        _registry = Registry();
    }

    /// <summary>Ways to make a budget other than it was made, each of which keeps it.</summary>
    public static TheoryData<string> Changes => new(ChangesByName.Keys);

    private static Dictionary<string, Action<BudgetEnforcer>> ChangesByName { get; } = new()
    {
        ["spent"] = budget => budget.AddCost(0.01m),
        ["reserved and lost"] = budget => budget.Reserve(0.01m),
        ["reserved nothing and lost it"] = budget => budget.Reserve(0m),
        ["topped up"] = budget => budget.UpdateLimit(11m),
        ["threshold handler"] = budget => budget.ThresholdCrossed += static (_, _) => { },
        ["period handler"] = budget => budget.PeriodEnded += static (_, _) => { },
        ["spent by a child"] = budget => budget.Child(1m).AddCost(1m),
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Budget_IdleAndAsItWasMade_IsForgottenAndFreedThoughItIsLookedAt(bool isLookedAt)
    {
        var reference = Collecting.Use(_registry, "one");
        _clock.Advance(Hour / 2);
        if (isLookedAt)
            Look();

        AfterTheTime(Hour / 2, newcomer: "two");

        reference.IsAlive.Should().BeFalse();
        _registry.Keys.Should().Equal("two");

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Look() => _registry.Budgets.Should().ContainSingle();
    }

    [Fact]
    public void Budget_IdleForLessThanTheTime_Stays()
    {
        var reference = Collecting.Use(_registry, "one");

        AfterTheTime(Hour - TimeSpan.FromTicks(1), newcomer: "two");

        reference.IsAlive.Should().BeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Budget_AskedForMeanwhile_StaysForTheWholeTimeAgain(bool byGetOrAdd)
    {
        var reference = Collecting.Use(_registry, "one");
        _clock.Advance(Hour / 2);
        AskFor("one", byGetOrAdd);

        _clock.Advance(Hour / 4);
        _registry.GetOrAdd("two");
        AfterTheTime(Hour / 4, newcomer: "three");
        reference.IsAlive.Should().BeTrue();

        AfterTheTime(Hour / 2, newcomer: "four");
        reference.IsAlive.Should().BeFalse("now its time is over, to the tick");
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Budget_NotAsItWasMade_IsNotForgotten(string change)
    {
        var reference = Collecting.Use(_registry, "one", ChangesByName[change]);

        AfterTheTime(Hour, newcomer: "two");

        reference.IsAlive.Should().BeTrue();
        _registry.GetOrAdd("one").Should().BeSameAs(reference.Target);
    }

    [Fact]
    public async Task Budget_OnWhichSomebodyWaits_IsNotForgotten()
    {
        var registry = Registry(static _ => new BudgetOptions { Limit = 2000m, MaxWaiters = 1 });
        using var held = _parent.Reserve(1000m);
        var waiting = registry.GetOrAdd("one").ReserveAsync(1m, TestContext.Current.CancellationToken);
        _clock.Advance(Hour);

        registry.GetOrAdd("two");
        Living.CollectTheDead();
        held.Release();

        (await waiting).Commit(1m);
        registry.GetOrAdd("one").Spent.Should().Be(1m);
    }

    [Fact]
    public void Budget_SpentAndReset_IsForgottenLater()
    {
        var reference = Collecting.Use(_registry, "one", static budget => budget.AddCost(1m));
        _clock.Advance(Hour);
        _registry.GetOrAdd("two");
        Collecting.Use(_registry, "one", static budget => budget.Reset());

        AfterTheTime(Hour, newcomer: "three");

        reference.IsAlive.Should().BeFalse();
    }

    [Fact]
    public void Budget_WhosePeriodEnded_IsForgottenAndItsEndIsTold()
    {
        var told = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var registry = new BudgetRegistry<string>(
            parent: null,
            static _ => new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily },
            new BudgetRegistryOptions { ForgetAfter = Hour, TimeProvider = _clock, Logger = new CallbackLogger(id => told.Enqueue(id.Id)) });
        var reference = Collecting.Use(registry, "one", static budget => budget.AddCost(1m));
        _clock.Advance(TimeSpan.FromDays(1));

        registry.GetOrAdd("two");

        Collecting.Until(() => !reference.IsAlive, "it is freed");
        told.Should().Contain(15);
    }

    [Fact]
    public void Budget_StillHeld_IsFoundAgain()
    {
        var budget = _registry.GetOrAdd("one");

        AfterTheTime(Hour, newcomer: "two");

        _registry.Keys.Should().BeEquivalentTo("one", "two");
        _registry.GetOrAdd("one").Should().BeSameAs(budget);
        budget.TryReserve(1m, out _).Should().BeTrue("nothing was closed");
    }

    [Fact]
    public void Budget_FoundAgain_IsHeldAgain()
    {
        var reference = ForgetAndFindAgain("one");
        _registry.GetOrAdd("three");
        Living.CollectTheDead();
        reference.IsAlive.Should().BeTrue();

        AfterTheTime(Hour, newcomer: "four");
        reference.IsAlive.Should().BeFalse("it was idle for the time again");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Budget_ForgottenAndHeld_CanBeRemovedWhetherItWasFoundAgain(bool isFoundAgain)
    {
        var budget = _registry.GetOrAdd("one");
        _clock.Advance(Hour);
        _registry.GetOrAdd("two");
        if (isFoundAgain)
            _registry.GetOrAdd("one").Should().BeSameAs(budget);

        _registry.TryRemove("one").Should().BeTrue();

        _registry.TryGet("one", out _).Should().BeFalse();
        _registry.GetOrAdd("one").Should().NotBeSameAs(budget);
    }

    [Fact]
    public void Registry_Full_ForgetsToMakePlace()
    {
        var registry = Registry(capacity: 3);
        Collecting.Use(registry, ["spent"], static budget => budget.AddCost(1m));
        Collecting.Use(registry, ["idle", "other"]);
        registry.Invoking(full => full.GetOrAdd("new")).Should().Throw<InvalidOperationException>();
        _clock.Advance(Hour);

        registry.GetOrAdd("new");
        registry.GetOrAdd("newer");
        registry.Invoking(full => full.GetOrAdd("newest")).Should().Throw<InvalidOperationException>("one is spent and two are in use");
        Living.CollectTheDead();

        registry.Keys.Should().BeEquivalentTo("spent", "new", "newer");
    }

    [Fact]
    public void Registry_FullAgain_StillFindsWhatItForgot()
    {
        var registry = Registry(capacity: 1);
        var forgotten = registry.GetOrAdd("one");
        _clock.Advance(Hour);
        registry.GetOrAdd("two");

        registry.GetOrAdd("one").Should().BeSameAs(forgotten);
        registry.Invoking(full => full.GetOrAdd("three")).Should().Throw<InvalidOperationException>();
        registry.TryRemove("one");
        registry.Invoking(full => full.GetOrAdd("three")).Should().Throw<InvalidOperationException>("two is still there");
        registry.TryRemove("two");
        registry.GetOrAdd("three");
    }

    [Fact]
    public void Reload_WithAnotherLimit_GivesItToBudgetsThatAreAsMade_WhichAreForgottenAllTheSame()
    {
        var limit = 10m;
        var registry = Registry(_ => new BudgetOptions { Limit = limit });
        var reference = Collecting.Use(registry, "idle");
        Collecting.Use(registry, ["topped up"], static budget => budget.AdjustLimit(1m));
        limit = 20m;

        registry.Reload().Should().Be(1);

        LimitsOf(registry).Should().BeEquivalentTo([("idle", 20m), ("topped up", 11m)]);
        _clock.Advance(Hour);
        registry.GetOrAdd("other");
        Living.CollectTheDead();
        reference.IsAlive.Should().BeFalse();
        registry.Keys.Should().BeEquivalentTo("topped up", "other");
    }

    // By itself, so that no frame keeps the budgets alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<(string Key, decimal Limit)> LimitsOf(BudgetRegistry<string> registry) => [.. registry.Budgets.Select(it => (it.Key, it.Value.Limit))];

    [Theory]
    [InlineData(BudgetPeriod.Daily, "EUR", 20)]
    [InlineData(BudgetPeriod.Daily, "USD", 10)]
    [InlineData(BudgetPeriod.Daily, null, 10)]
    [InlineData(BudgetPeriod.Monthly, "EUR", 10)]
    [InlineData(BudgetPeriod.None, "EUR", 10)]
    public void Reload_OfALimit_AppliesItWhereItIsMeantForTheSamePeriodAndCurrency(BudgetPeriod period, string? currency, int limit)
    {
        var options = new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily, Currency = "EUR" };
        var registry = new BudgetRegistry<string>(parent: null, _ => options);
        var budget = registry.GetOrAdd("one");
        options = new BudgetOptions { Limit = 20m, Period = period, Currency = currency };

        registry.Reload();

        budget.Limit.Should().Be(limit);
    }

    [Fact]
    public void Reload_UnderAParentOfAnotherCurrency_GivesTheLimitInItsCurrency()
    {
        var limit = 10m;
        var parent = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Currency = "EUR" });
        var registry = new BudgetRegistry<string>(parent, _ => new BudgetOptions { Limit = limit });
        var budget = registry.GetOrAdd("one");
        limit = 20m;

        registry.Reload().Should().Be(1);

        (budget.Limit, budget.Currency).Should().Be((20m, "EUR"));
    }

    [Fact]
    public void Reload_WithAnotherPeriod_KeepsTheLimit_AndAppliesTheRest()
    {
        var options = new BudgetOptions { Limit = 10m };
        var registry = Registry(_ => options);
        var budget = registry.GetOrAdd("one");
        var told = new List<decimal?>();
        budget.ThresholdCrossed += (_, e) => told.Add(e.Threshold);
        options = new BudgetOptions { Limit = 1m, Period = BudgetPeriod.Daily, AlertAt = { 0.1m } };

        registry.Reload().Should().Be(0);
        budget.AddCost(1m);

        (budget.Limit, told.Single()).Should().Be((10m, 0.1m));
    }

    [Fact]
    public void Reload_WhileABudgetIsMade_ReachesItToo()
    {
        var limit = 10m;
        BudgetRegistry<string>? registry = null;
        registry = Registry(_ =>
        {
            var options = new BudgetOptions { Limit = limit };
            if (limit == 10m)
            {
                limit = 20m;
                registry!.Reload();
            }

            return options;
        });

        registry.GetOrAdd("one").Limit.Should().Be(20m);
    }

    [Fact]
    public void Reload_WithOptionsThatAreNotValid_Throws_AndChangesNothing()
    {
        decimal? limit = 10m;
        var registry = Registry(_ => new BudgetOptions { Limit = limit });
        var budget = registry.GetOrAdd("one");
        limit = null;

        registry.Invoking(it => it.Reload()).Should().Throw<ArgumentException>();

        budget.Limit.Should().Be(10m);
    }

    private BudgetRegistry<string> Registry(Func<string, BudgetOptions>? options = null, int? capacity = null) =>
        _parent.Registry(options ?? (static _ => new BudgetOptions { Limit = 10m }), capacity, forgetAfter: Hour);

    /// <summary>Lets time pass, has the registry look for what is idle, and collects what nobody holds.</summary>
    private void AfterTheTime(TimeSpan time, string newcomer)
    {
        _clock.Advance(time);
        _registry.GetOrAdd(newcomer);
        Living.CollectTheDead();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AskFor(string key, bool byGetOrAdd)
    {
        if (byGetOrAdd)
            _registry.GetOrAdd(key);
        else
            _registry.TryGet(key, out _);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference ForgetAndFindAgain(string key)
    {
        var budget = _registry.GetOrAdd(key);
        _clock.Advance(Hour);
        _registry.GetOrAdd("two");
        _registry.GetOrAdd(key).Should().BeSameAs(budget);
        return new WeakReference(budget);
    }
}
