using System.Collections.Concurrent;

namespace BudgetEnforcement.Tests.Registry;

/// <summary>One budget per key, in every race.</summary>
[Collection(AloneDefinition.Name)]
public sealed class RegistryRaceTests
{
    private const int Threads = 4;

    private static readonly IEqualityComparer<int> TwoHashes =
        EqualityComparer<int>.Create(static (one, other) => one == other, static key => key & 1);

    private readonly BudgetEnforcer _parent = new(1_000_000m);

    [Fact]
    public void GetOrAdd_ByAllAtOnce_GivesAllTheSameBudget()
    {
        for (var round = 0; round < 200; round++)
        {
            var registry = _parent.Registry<int>(capacity: 1);
            var budgets = new BudgetEnforcer[Threads];

            Waiting.Together(Threads, number => budgets[number] = registry.GetOrAdd(round));

            budgets.Should().OnlyContain(budget => ReferenceEquals(budget, budgets[0]));
            registry.Keys.Should().Equal(round);
        }
    }

    [Fact]
    public void GetOrAdd_ByAllAtOnce_PublishesOneBudget()
    {
        var name = $"tenant-{Guid.NewGuid():N}";
        using var barrier = new Barrier(Threads);
        var registry = _parent.Registry<int>(_ =>
        {
            barrier.SignalAndWait();
            return new BudgetOptions { Limit = 1m, Name = name };
        });
        var budgets = new BudgetEnforcer[Threads];

        Waiting.Together(Threads, number => budgets[number] = registry.GetOrAdd(1));

        Registries.PublishedLimits(name).Should().Equal(1);
        GC.KeepAlive(budgets);
    }

    [Fact]
    public void TryRemove_ByAllAtOnce_IsDoneByOne()
    {
        var registry = _parent.Registry<int>();
        for (var round = 0; round < 200; round++)
        {
            registry.GetOrAdd(1);
            var removals = 0;

            Waiting.Together(Threads, _ => Interlocked.Add(ref removals, registry.TryRemove(1) ? 1 : 0));

            removals.Should().Be(1);
            registry.Keys.Should().BeEmpty();
        }
    }

    [Fact]
    public void Capacity_ByAllAtOnce_IsKeptAndUsedInFull()
    {
        for (var round = 0; round < 100; round++)
        {
            var registry = _parent.Registry<int>(capacity: 10);
            var refused = 0;

            Waiting.Together(Threads, number =>
            {
                for (var i = 0; i < 10; i++)
                {
                    if (Record.Exception(() => registry.GetOrAdd((number * 10) + i)) is InvalidOperationException)
                        Interlocked.Increment(ref refused);
                }
            });

            registry.Keys.Should().HaveCount(10);
            refused.Should().Be((Threads * 10) - 10);
        }
    }

    [Fact]
    public void GetOrAddAndTryRemove_Mixed_LeaveOneBudgetPerKey()
    {
        const int keys = 8;
        var registry = _parent.Registry(capacity: keys, comparer: TwoHashes);
        var given = new ConcurrentDictionary<BudgetEnforcer, int>(ReferenceEqualityComparer.Instance);
        var removals = new int[keys];

        Waiting.Together(Threads, number =>
        {
            var random = new Random(number);
            for (var i = 0; i < 10_000; i++)
            {
                var key = random.Next(keys);
                if (random.Next(3) == 0)
                {
                    if (registry.TryRemove(key))
                        Interlocked.Increment(ref removals[key]);
                }
                else
                {
                    given.TryAdd(registry.GetOrAdd(key), key);
                }
            }
        });

        for (var key = 0; key < keys; key++)
        {
            var made = given.Count(entry => entry.Value == key);
            (made - removals[key]).Should().Be(registry.TryGet(key, out var left) ? 1 : 0, "each budget but the last was removed by one call");
            given.Where(entry => entry.Value == key && entry.Key.CheckBudgetAvailable(0.1m).IsAvailable).Select(entry => entry.Key)
                .SequenceEqual(left is null ? [] : [left]).Should().BeTrue("all others are closed");
        }
    }

    [Fact]
    public void Spend_WhileBudgetsAreForgottenAndFoundAndCollected_IsNeverLost()
    {
        const int keys = 16;
        var clock = new ManualClock();
        var parent = new BudgetEnforcer(new BudgetOptions { Limit = 1_000_000m }, timeProvider: clock);
        var registry = parent.Registry(static _ => new BudgetOptions { Limit = 1_000_000m }, forgetAfter: TimeSpan.FromTicks(1), comparer: TwoHashes);
        var costs = new int[keys];

        Waiting.Together(Threads, number =>
        {
            var random = new Random(number);
            for (var i = 0; i < 6_000; i++)
            {
                var key = random.Next(keys);
                var budget = registry.GetOrAdd(key);
                clock.Advance(TimeSpan.FromTicks(1));
                if (i % 5 == 0)
                {
                    registry.GetOrAdd(keys + random.Next(1000));
                }
                else if (i % 5 == 1)
                {
                    // It has spent something for a moment only, unless others spend there too.
                    budget.AddCost(1m);
                    budget.Refund(1m);
                }
                else if (key % 4 == 0 && random.Next(50) == 0)
                {
                    Interlocked.Increment(ref costs[key]);
                    budget.AddCost(1m);
                }

                if (i % 500 == 0)
                    GC.Collect();
            }
        });
        Living.CollectTheDead();

        Enumerable.Range(0, keys).Select(key => registry.GetOrAdd(key).Spent).Should().Equal(costs.Select(cost => (decimal)cost));
    }
}
