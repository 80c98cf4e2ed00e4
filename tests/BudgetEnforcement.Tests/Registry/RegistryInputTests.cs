namespace BudgetEnforcement.Tests.Registry;

/// <summary>Bad input and foreign code that throws: nothing changes.</summary>
public class RegistryInputTests
{
    private readonly BudgetEnforcer _parent = new(100m);

    public static TheoryData<string> Bad => [.. BadOptions.Keys];

    private static Dictionary<string, (Func<BudgetOptions> Make, Type Thrown, string Message)> BadOptions { get; } = new()
    {
        ["that throw"] = (static () => throw new TimeoutException("The tenants cannot be read."), typeof(TimeoutException), "The tenants cannot be read."),
        ["that are not valid"] = (static () => new BudgetOptions(), typeof(ArgumentException), "*Limit is not set*"),
        ["that are null"] = (static () => null!, typeof(InvalidOperationException), "*"),
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void GetOrAdd_BadOptions_LeavesNothingBehind(string options)
    {
        var (make, thrown, message) = BadOptions[options];
        var isBroken = true;
        var registry = _parent.Registry<string>(_ => isBroken ? make() : new BudgetOptions { Limit = 1m }, capacity: 1);

        foreach (var key in new[] { "one", "one", "two" })
            registry.Invoking(bad => bad.GetOrAdd(key)).Should().Throw<Exception>().WithMessage(message).Which.Should().BeAssignableTo(thrown);

        registry.Keys.Should().BeEmpty();
        registry.TryGet("one", out _).Should().BeFalse();
        isBroken = false;
        registry.GetOrAdd("one").Limit.Should().Be(1m, "there is a place left");
    }

    [Fact]
    public void GetOrAdd_AClockThatThrows_FindsTheBudgetAndLogsIt()
    {
        var clock = new ManualClock();
        var logged = new List<int>();
        var registry = Registries.OfRoots<string>(clock, static _ => new BudgetOptions { Limit = 1m }, new CallbackLogger(id => logged.Add(id.Id)));
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
        var registry = new BudgetEnforcer(new BudgetOptions { Limit = 1m }, timeProvider: clock).Registry<string>();

        registry.GetOrAdd("one");
        registry.GetOrAdd("one");

        clock.Timestamps.Should().Be(0);
    }
}
