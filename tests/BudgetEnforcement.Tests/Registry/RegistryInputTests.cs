namespace BudgetEnforcement.Tests.Registry;

/// <summary>Bad input and foreign code that throws: nothing changes.</summary>
public class RegistryInputTests
{
    private readonly BudgetEnforcer _parent = new(100m);

    [Fact]
    public void GetOrAdd_OptionsThatThrow_LeavesNothingBehind()
    {
        var isBroken = true;
        var registry = new BudgetRegistry<string>(
            _parent,
            _ => isBroken ? throw new TimeoutException("The tenants cannot be read.") : new BudgetOptions { Limit = 1m },
            new BudgetRegistryOptions { Capacity = 1 });

        for (var i = 0; i < 3; i++)
            registry.Invoking(broken => broken.GetOrAdd("one")).Should().Throw<TimeoutException>();

        registry.Keys.Should().BeEmpty();
        registry.TryGet("one", out _).Should().BeFalse();
        isBroken = false;
        registry.GetOrAdd("one").Limit.Should().Be(1m, "there is a place left");
    }

    [Fact]
    public void GetOrAdd_OptionsThatAreNotValid_LeavesNothingBehind()
    {
        var registry = new BudgetRegistry<string>(_parent, static _ => new BudgetOptions(), new BudgetRegistryOptions { Capacity = 1 });

        registry.Invoking(bad => bad.GetOrAdd("one")).Should().Throw<ArgumentException>().WithMessage("*Limit is not set*");
        registry.Invoking(bad => bad.GetOrAdd("two")).Should().Throw<ArgumentException>();

        registry.Keys.Should().BeEmpty();
    }

    [Fact]
    public void GetOrAdd_OptionsThatAreNull_LeavesNothingBehind()
    {
        var registry = new BudgetRegistry<string>(_parent, static _ => null!);

        registry.Invoking(bad => bad.GetOrAdd("one")).Should().Throw<InvalidOperationException>();

        registry.Keys.Should().BeEmpty();
    }

    [Fact]
    public void GetOrAdd_AClockThatThrows_FindsTheBudgetAndLogsIt()
    {
        var clock = new ManualClock();
        var logged = new List<int>();
        var registry = new BudgetRegistry<string>(
            parent: null,
            static _ => new BudgetOptions { Limit = 1m },
            new BudgetRegistryOptions { ForgetAfter = TimeSpan.FromHours(1), TimeProvider = clock, Logger = new CallbackLogger(id => logged.Add(id.Id)) });
        var budget = registry.GetOrAdd("one");

        clock.OnTimestamp = static () => throw new TimeoutException("The clock is broken.");

        registry.GetOrAdd("one").Should().BeSameAs(budget);
        registry.TryGet("one", out _).Should().BeTrue();
        registry.GetOrAdd("two").Should().NotBeNull();
        logged.Should().Equal(50, 50, 50);
        registry.Keys.Should().BeEquivalentTo("one", "two");
    }

    [Fact]
    public void GetOrAdd_NothingToForget_ReadsNoClock()
    {
        var clock = new ManualClock();
        var registry = new BudgetRegistry<string>(
            new BudgetEnforcer(new BudgetOptions { Limit = 1m }, timeProvider: clock), static _ => new BudgetOptions { Limit = 1m });

        registry.GetOrAdd("one");
        registry.GetOrAdd("one");

        clock.Timestamps.Should().Be(0);
    }
}
