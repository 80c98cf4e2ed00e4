using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Registry;

/// <summary>Options, comparers and clocks run under no lock, so each may use the registry, also from another thread that it waits for.</summary>
public class RegistryForeignCodeTests
{
    private readonly BudgetEnforcer _parent = new(100m);

    [Fact]
    public void Options_ThatAskForAnotherKey_GetIt()
    {
        BudgetRegistry<string>? registry = null;
        registry = _parent.Registry<string>(key => new BudgetOptions
        {
            Limit = key == "team" ? 10m : registry!.GetOrAdd("team").Limit / 2,
        });

        registry.GetOrAdd("user").Limit.Should().Be(5m);
        registry.Keys.Should().BeEquivalentTo("team", "user");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Options_ThatMakeTheSameKey_OneResultCounts(bool onAnotherThread)
    {
        BudgetRegistry<string>? registry = null;
        BudgetEnforcer? inner = null;
        var calls = 0;
        registry = _parent.Registry<string>(key =>
        {
            var call = Interlocked.Increment(ref calls);
            if (call == 1 && onAnotherThread)
                Waiting.OnAnotherThread(() => inner = registry!.GetOrAdd(key));
            else if (call == 1)
                inner = registry!.GetOrAdd(key);
            return new BudgetOptions { Limit = call };
        });

        registry.GetOrAdd("one").Should().BeSameAs(inner);
        (calls, inner!.Limit).Should().Be((2, 2m));
    }

    [Fact]
    public void Options_ThatAskForTheirOwnKeyWithoutEnd_FailInsteadOfEndingTheProcess()
    {
        BudgetRegistry<string>? registry = null;
        registry = _parent.Registry<string>(key => new BudgetOptions { Limit = registry!.GetOrAdd(key).Limit });

        registry.Invoking(endless => endless.GetOrAdd("one")).Should().Throw<InsufficientExecutionStackException>();
        registry.Keys.Should().BeEmpty();
    }

    [Fact]
    public void Comparer_InEveryCall_MayWaitForOtherUsersOfTheRegistry()
    {
        var comparer = new AskingComparer();
        var registry = _parent.Registry(forgetAfter: Registries.Hour, comparer: comparer);
        registry.GetOrAdd("first");
        comparer.OnCall = () => Waiting.OnAnotherThread(() =>
        {
            registry.GetOrAdd("other").Should().NotBeNull();
            registry.TryRemove("other").Should().BeTrue();
        });

        comparer.Asks = 4;
        registry.GetOrAdd("second");
        comparer.Asks.Should().Be(0);
        comparer.Asks = 2;
        registry.TryGet("second", out _).Should().BeTrue();
        comparer.Asks = 2;
        registry.TryRemove("first").Should().BeTrue();

        comparer.Asks.Should().Be(0);
        registry.Keys.Should().Equal("second");
    }

    [Fact]
    public void Clock_InEveryCall_MayWaitForOtherUsersOfTheRegistry()
    {
        var clock = new ManualClock();
        var registry = Registries.OfRoots<string>(clock, static _ => new BudgetOptions { Limit = 1m, Period = BudgetPeriod.Daily });
        var isAsking = 0;
        clock.OnTimestamp = () =>
        {
            if (Interlocked.Exchange(ref isAsking, 1) == 1)
                return;
            Waiting.OnAnotherThread(() => registry.TryRemove("one"));
            Waiting.OnAnotherThread(() => registry.GetOrAdd("one"));
            Volatile.Write(ref isAsking, 0);
        };

        for (var i = 0; i < 10; i++)
        {
            clock.Advance(Registries.Hour);
            registry.GetOrAdd("one");
        }

        registry.Keys.Should().Equal("one");
    }

    [Fact]
    public void Handlers_OfWhatAReloadOrASearchForIdleBudgetsBringsAbout_DoNotHoldUpTheCaller()
    {
        var (limit, clock) = (10m, new ManualClock());
        var registry = Registries.OfRoots<string>(clock, _ => new BudgetOptions { Limit = limit, Period = BudgetPeriod.Daily });
        using var hasReturned = new ManualResetEventSlim();
        using var told = new CountdownEvent(2);
        var budget = registry.GetOrAdd("one");
        budget.ThresholdCrossed += (_, _) => Tell();
        budget.PeriodEnded += (_, _) => Tell();
        budget.AddCost(2m);
        limit = 2.5m;

        registry.Reload();
        Returned();
        clock.Advance(TimeSpan.FromHours(13));
        registry.GetOrAdd("two");
        Returned();

        void Tell()
        {
            hasReturned.WaitPatiently();
            told.Signal();
        }

        void Returned()
        {
            var before = told.CurrentCount;
            hasReturned.Set();
            Waiting.Until(() => told.CurrentCount < before);
            hasReturned.Reset();
        }
    }

    /// <summary>All keys have one hash code, and another thread uses the registry during some calls of this one.</summary>
    private sealed class AskingComparer : IEqualityComparer<string>
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;

        internal Action? OnCall { get; set; }

        /// <summary>How many more calls let the other thread in. If all of them did, no comparison would ever see what it was begun for.</summary>
        internal int Asks { get; set; }

        public bool Equals(string? x, string? y) => After(x == y);

        public int GetHashCode(string obj) => After(7);

        private T After<T>(T answer)
        {
            if (Environment.CurrentManagedThreadId != _thread || Asks == 0)
                return answer;
            Asks--;
            OnCall?.Invoke();
            return answer;
        }
    }
}
