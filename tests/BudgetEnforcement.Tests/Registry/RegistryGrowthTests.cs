namespace BudgetEnforcement.Tests.Registry;

/// <summary>Tenants that come and go leave nothing, and those that stay do not make the others slow.</summary>
[Collection(AloneDefinition.Name)]
public sealed class RegistryGrowthTests
{
    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _parent;

    public RegistryGrowthTests() => _parent = new BudgetEnforcer(new BudgetOptions { Limit = 1_000_000m }, timeProvider: _clock);

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // It forgets late, so that only the removals free anything.
    public void Tenants_ComingAndGoingOrRemoved_DoNotGrowTheRegistry(bool areRemoved)
    {
        var registry = _parent.Registry<int>(forgetAfter: areRemoved ? TimeSpan.FromDays(100) : TimeSpan.FromSeconds(1));
        Action<BudgetRegistry<int>, int, int> use = areRemoved ? ComeAndBeRemoved : ComeAndGo;
        use(registry, 0, 20_000);
        var before = LivingWith(registry);

        use(registry, 20_000, 200_000);

        (LivingWith(registry) - before).Should().BeLessThan(200_000 * 8, "a pointer each would be more");
        GC.KeepAlive(registry);
    }

    [Fact]
    public void Tenants_AllIdleAtOnce_AreForgottenThoughOneCallIsMade()
    {
        var registry = _parent.Registry<int>(forgetAfter: Registries.Hour);
        var before = LivingWith(registry);
        var references = Collecting.Use(registry, Enumerable.Range(0, 30_000));
        _clock.Advance(TimeSpan.FromHours(1));

        registry.GetOrAdd(-1);

        Collecting.Until(() => references.TrueForAll(static reference => !reference.IsAlive), "all are freed");
        references.Clear();
        references.TrimExcess();
        registry.TryGet(-1, out _);
        Collecting.Until(() => LivingWith(registry) - before < 30_000 * 8, "the table has shrunk");
        registry.Keys.Should().Equal(-1);
    }

    [Fact]
    public void GetOrAdd_AKeyThatIsThere_AllocatesNothing()
    {
        var registry = _parent.Registry<int>(forgetAfter: Registries.Hour);
        registry.GetOrAdd(7);
        var least = long.MaxValue;

        for (var round = 0; round < 50 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                registry.GetOrAdd(7);
                registry.TryGet(7, out _);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.Should().Be(0);
    }

    [Fact]
    public void GetOrAdd_AmongManyThatAreSpentAndIdle_LooksAtEachOnce()
    {
        // Every look begins the periods that are over, and so reads the calendar.
        var calendar = new ManualClock();
        var registry = Registries.OfRoots<int>(calendar, static _ => new BudgetOptions { Limit = 1m, Period = BudgetPeriod.Monthly }, capacity: 1000);
        Collecting.Use(registry, Enumerable.Range(0, 1000), static budget => budget.AddCost(1m));
        calendar.Advance(TimeSpan.FromHours(2));
        var before = calendar.Readings;

        for (var i = 0; i < 10_000; i++)
            registry.GetOrAdd(i % 1000);
        for (var i = 0; i < 100; i++)
            registry.Invoking(full => full.GetOrAdd(-1)).Should().Throw<InvalidOperationException>();

        (calendar.Readings - before).Should().BeLessThanOrEqualTo(1000);
    }

    private static void ComeAndBeRemoved(BudgetRegistry<int> registry, int first, int count)
    {
        for (var key = first; key < first + count; key++)
        {
            registry.GetOrAdd(key).AddCost(1m);
            registry.TryRemove(key);
        }
    }

    private static long LivingWith(BudgetRegistry<int> registry)
    {
        // The first collection tells the registry what is gone, and each call takes note of some of it.
        for (var i = 0; i < 3; i++)
        {
            Living.CollectTheDead();
            for (var looks = 0; looks < 2000; looks++)
                registry.TryGet(-2, out _);
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private void ComeAndGo(BudgetRegistry<int> registry, int first, int count)
    {
        for (var key = first; key < first + count; key++)
        {
            var tenant = registry.GetOrAdd(key);
            tenant.AddCost(0.01m);
            tenant.Refund(0.01m);
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }
    }
}
