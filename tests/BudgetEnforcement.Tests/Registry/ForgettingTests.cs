using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests.Registry;

/// <summary>The registry forgets budgets that are idle and as they were made, and no others.</summary>
[Collection(AloneDefinition.Name)]
public sealed class ForgettingTests
{
    private static readonly TimeSpan Hour = Registries.Hour;

    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _parent;
    private readonly BudgetRegistry<string> _registry;
    private int _newcomers;

    public ForgettingTests()
    {
        _parent = new BudgetEnforcer(new BudgetOptions { Limit = 1000m }, timeProvider: _clock);
        _registry = Registry();
    }

    public static TheoryData<string> Names => [.. Stories.Keys];

    /// <summary>What happens to a budget of 10 to which no code keeps a reference, and whether the registry forgets it then.</summary>
    private static Dictionary<string, (Action<ForgettingTests> Story, bool IsForgotten)> Stories { get; } = new()
    {
        ["idle for the time"] = (it => it.Pass(Hour), true),
        ["idle for a tick less"] = (it => it.Pass(Hour - TimeSpan.FromTicks(1)), false),
        ["listed meanwhile"] = (it => it.Pass(Hour / 2).List().Pass(Hour / 2), true),
        ["got meanwhile"] = (it => it.Pass(Hour / 2).Get().Pass(Hour / 4).Pass(Hour / 4), false),
        ["got meanwhile and idle for the time since"] = (it => it.Pass(Hour / 2).Get().Pass(Hour / 4).Pass(Hour / 4).Pass(Hour / 2), true),
        ["found meanwhile"] = (it => it.Pass(Hour / 2).Find().Pass(Hour / 4).Pass(Hour / 4), false),
        ["found meanwhile and idle for the time since"] = (it => it.Pass(Hour / 2).Find().Pass(Hour / 4).Pass(Hour / 4).Pass(Hour / 2), true),
        ["forgotten and found again"] = (it => it.BeForgottenAndFound().Pass(TimeSpan.Zero), false),
        ["forgotten, found again and idle for the time since"] = (it => it.BeForgottenAndFound().Pass(TimeSpan.Zero).Pass(Hour), true),
        ["spent"] = (it => it.Get(budget => budget.AddCost(0.01m)).Pass(Hour), false),
        ["spent and reset"] = (it => it.Get(budget => budget.AddCost(1m)).Pass(Hour).Get(budget => budget.Reset()).Pass(Hour), true),
        ["spent by a child"] = (it => it.Get(budget => budget.Child(1m).AddCost(1m)).Pass(Hour), false),
        ["reserved and lost"] = (it => it.Get(budget => budget.Reserve(0.01m)).Pass(Hour), false),
        ["reserved nothing and lost it"] = (it => it.Get(budget => budget.Reserve(0m)).Pass(Hour), false),
        ["topped up"] = (it => it.Get(budget => budget.UpdateLimit(11m)).Pass(Hour), false),
        ["with a handler of thresholds"] = (it => it.Get(budget => budget.ThresholdCrossed += static (_, _) => { }).Pass(Hour), false),
        ["with a handler of periods"] = (it => it.Get(budget => budget.PeriodEnded += static (_, _) => { }).Pass(Hour), false),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Budget_AfterAStory_IsForgottenAndFreedWhereItWasIdleAndIsAsItWasMade(string story)
    {
        var (happens, isForgotten) = Stories[story];
        var reference = Collecting.Use(_registry, "one");

        happens(this);
        Living.CollectTheDead();

        reference.IsAlive.Should().Be(!isForgotten);
        _registry.Keys.Contains("one").Should().Be(!isForgotten);
        _registry.Keys.Should().Contain($"newcomer {_newcomers}");
        ReferenceEquals(_registry.GetOrAdd("one"), reference.Target).Should().Be(!isForgotten);
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
    public void Budget_WhosePeriodEnded_IsForgottenAndItsEndIsTold()
    {
        var told = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var registry = Registries.OfRoots<string>(
            _clock, static _ => new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily }, new CallbackLogger(id => told.Enqueue(id.Id)));
        var reference = Collecting.Use(registry, "one", static budget => budget.AddCost(1m));
        _clock.Advance(TimeSpan.FromDays(1));

        registry.GetOrAdd("two");

        Collecting.Until(() => !reference.IsAlive, "it is freed");
        told.Should().Contain(15);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Budget_ForgottenAndHeld_IsNotClosedAndCanBeFoundAgainAndRemoved(bool isFoundAgain)
    {
        var budget = _registry.GetOrAdd("one");
        Pass(Hour);
        Living.CollectTheDead();

        _registry.Keys.Should().BeEquivalentTo("one", "newcomer 1");
        if (isFoundAgain)
            _registry.GetOrAdd("one").Should().BeSameAs(budget);
        budget.TryReserve(1m, out _).Should().BeTrue("nothing was closed");
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

    private BudgetRegistry<string> Registry(Func<string, BudgetOptions>? options = null, int? capacity = null) =>
        _parent.Registry(options ?? (static _ => new BudgetOptions { Limit = 10m }), capacity, forgetAfter: Hour);

    /// <summary>Lets time pass, and has the registry look for idle budgets.</summary>
    private ForgettingTests Pass(TimeSpan time)
    {
        _clock.Advance(time);
        _registry.GetOrAdd($"newcomer {++_newcomers}");
        return this;
    }

    private ForgettingTests Get(Action<BudgetEnforcer>? use = null)
    {
        Collecting.Use(_registry, "one", use);
        return this;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ForgettingTests Find()
    {
        _registry.TryGet("one", out _).Should().BeTrue();
        return this;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ForgettingTests List()
    {
        _registry.Budgets.Should().Contain(entry => entry.Key == "one");
        return this;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ForgettingTests BeForgottenAndFound()
    {
        var budget = _registry.GetOrAdd("one");
        Pass(Hour);
        _registry.GetOrAdd("one").Should().BeSameAs(budget);
        return this;
    }
}
