using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>Held is not spent: who waits for money that is spent, where no period gives it back, holds up nobody.</summary>
public sealed class HopeTests
{
    private readonly FakeLogger<BudgetEnforcer> _log = new();
    private readonly BudgetEnforcer _budget;

    public HopeTests() => _budget = new BudgetEnforcer(new BudgetOptions { Name = "job", Limit = 1m, MaxWaiters = 100 }, _log);

    [Fact]
    public void ReserveAsync_TooMuchIsSpentForIt_WaitsAndHoldsUpNobody()
    {
        _budget.AddCost(0.91m);

        var asked = _budget.Ask(0.5m);

        _budget.ShouldHaveWaiting(asked);
        _budget.Available.Should().Be(0.09m);
        _budget.CheckBudgetAvailable(0.01m).IsAvailable.Should().BeTrue();
        _budget.TryAddCost(0.01m).Should().BeTrue();
        _budget.TryReserve(0.01m, out _).Should().BeTrue();
        _budget.Ask(0.01m).IsCompletedSuccessfully.Should().BeTrue();
        _budget.ShouldHaveWaiting(asked);
    }

    [Fact]
    public void ReserveAsync_TooMuchIsSpentForIt_IsLoggedAtInformation()
    {
        _budget.AddCost(0.91m);

        _ = _budget.Ask(0.5m);

        var record = _log.Collector.GetSnapshot().Should().ContainSingle(entry => entry.Id.Name == "WaitingWithoutHope").Which;
        record.Level.Should().Be(LogLevel.Information);
        record.GetStructuredStateValue("BudgetName").Should().Be("job");
        record.GetStructuredStateValue("Amount").Should().Be("0.5");
    }

    [Fact]
    public void ReserveAsync_ExactlyWhatIsNotSpent_HasHopeAndHoldsUpOthers()
    {
        _budget.AddCost(0.5m);
        using var held = _budget.Reserve(0.1m);

        var asked = _budget.Ask(0.5m);

        _budget.TryAddCost(0.01m).Should().BeFalse();
        held.Release();
        asked.ShouldBeGranted();
    }

    [Fact]
    public void ReserveAsync_OneUnitMoreThanIsNotSpent_HasNone()
    {
        _budget.AddCost(0.5m);
        using var held = _budget.Reserve(0.1m);

        _ = _budget.Ask(0.5m + Budgets.Unit);

        _budget.TryAddCost(0.01m).Should().BeTrue();
    }

    [Fact]
    public void AddCost_ThatTakesTheHopeOfTheFirst_ServesThoseBehindIt()
    {
        var held = _budget.Reserve(0.9m);
        var big = _budget.Ask(0.8m);
        var small = _budget.Ask(0.1m);
        _budget.ShouldHaveWaiting(big, small);

        held.Commit(0.3m); // 0.8 can never be had again, 0.1 can.

        small.ShouldBeGranted();
        _budget.ShouldHaveWaiting(big);
    }

    [Fact]
    public void AddCost_ThatTakesTheHopeOfTheFirst_ServesThoseBehindItThoughNothingIsReleased()
    {
        using var held = _budget.Reserve(0.3m);
        var big = _budget.Ask(0.8m);
        var small = _budget.Ask(0.1m);

        _budget.AddCost(0.3m);

        small.ShouldBeGranted();
        _budget.ShouldHaveWaiting(big);
    }

    [Fact]
    public void TryAddCostElsewhereInTheTree_TakesTheHopeToo()
    {
        var (one, other) = (_budget.NewChild(1m), _budget.NewChild(1m));
        using var held = one.Reserve(0.3m);
        var big = one.Ask(0.8m);
        other.TryAddCost(0.1m).Should().BeFalse("the big one waits for room in the root");

        other.AddCost(0.25m);

        other.TryAddCost(0.1m).Should().BeTrue("the big one has lost its hope");
        one.ShouldHaveWaiting(big);
    }

    [Fact]
    public void HopeLost_InOneBudgetOfThePath_UnblocksAllOfThePath()
    {
        var poor = _budget.NewChild(1m);
        var rich = _budget.NewChild(1m);
        using var held = rich.Reserve(0.5m);
        var asked = poor.Ask(0.6m);
        rich.TryAddCost(0.1m).Should().BeFalse();

        poor.UpdateLimit(0.7m);
        poor.AddCost(0.11m); // In the root there is hope for 0.6, in the child there is none.

        rich.TryAddCost(0.05m).Should().BeTrue();
        poor.ShouldHaveWaiting(asked);
    }

    public static TheoryData<string> Givers => [.. Giving.Keys];

    private static Dictionary<string, Action<BudgetEnforcer>> Giving { get; } = new()
    {
        ["Refund"] = budget => budget.Refund(0.6m),
        ["TryRefund"] = budget => budget.TryRefund(0.6m),
        ["Reset"] = budget => budget.Reset(),
        ["UpdateLimit"] = budget => budget.UpdateLimit(1.6m),
        ["AdjustLimit"] = budget => budget.AdjustLimit(0.6m),
    };

    [Theory]
    [MemberData(nameof(Givers))]
    public void Giver_OfHopeAndRoom_GrantsAtOnce(string giver)
    {
        _budget.AddCost(0.91m);
        var asked = _budget.Ask(0.5m);

        Giving[giver](_budget);

        _budget.Waiters().Should().Be(0);
        asked.ShouldBeGranted();
    }

    [Fact]
    public void Refund_ThatGivesHopeButNoRoom_LetsItBlockFromItsOldPlaceOn()
    {
        _budget.AddCost(0.6m);
        using var held = _budget.Reserve(0.35m);
        var first = _budget.Ask(0.5m);
        var second = _budget.Ask(0.2m); // Has hope, but no room.
        _budget.ShouldHaveWaiting(first, second);

        _budget.Refund(0.15m); // Room for the second, and hope for the first.

        _budget.ShouldHaveWaiting(first, second);
        held.Release();
        first.ShouldBeGranted();
        _budget.ShouldHaveWaiting(second);
    }

    [Fact]
    public void Refund_ThatGivesHopeToOneOfTwo_KeepsTheOrder()
    {
        _budget.AddCost(1m);
        var first = _budget.Ask(0.6m);
        var second = _budget.Ask(0.3m);
        var third = _budget.Ask(0.3m);

        _budget.Refund(0.4m);

        second.ShouldBeGranted("0.3 has hope now, 0.6 has none and blocks nothing");
        _budget.ShouldHaveWaiting(first, third);
        _budget.Refund(0.2m);
        _budget.ShouldHaveWaiting(first, third);
        _budget.TryAddCost(0.01m).Should().BeFalse("0.6 has hope again, and came before");
    }

    [Fact]
    public void Reset_WithSeveralThatHadNoHope_ServesThemInOrderOfArrival()
    {
        _budget.AddCost(1m);
        Task<BudgetReservation>[] asked = [_budget.Ask(0.5m), _budget.Ask(0.6m), _budget.Ask(0.1m)];

        _budget.Reset();

        asked[0].ShouldBeGranted();
        _budget.ShouldHaveWaiting(asked[1..]);
    }

    [Fact]
    public void ReserveAsync_BudgetWithAPeriod_AlwaysHasHope()
    {
        var clock = new ManualClock();
        var day = new BudgetEnforcer(new BudgetOptions { Limit = 1m, Period = BudgetPeriod.Daily, MaxWaiters = 5 }, timeProvider: clock);
        day.AddCost(0.91m);

        var asked = day.Ask(0.5m);

        day.TryAddCost(0.01m).Should().BeFalse("the end of the day will serve the one that waits");
        clock.GoTo(ManualClock.Midnight);
        asked.ShouldBeGranted();
    }

    [Fact]
    public void ReserveAsync_DayHasHopeAndTheBudgetAboveHasNone_HoldsUpNobody()
    {
        var clock = new ManualClock();
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWaiters = 5 }, timeProvider: clock);
        var day = root.CreateChild(new BudgetOptions { Limit = 1m, Period = BudgetPeriod.Daily, MaxWaiters = 5 });
        day.AddCost(0.91m);
        var asked = day.Ask(0.5m);

        day.TryAddCost(0.01m).Should().BeTrue();
        clock.GoTo(ManualClock.Midnight);
        day.ShouldHaveWaiting(asked);
        root.Refund(0.5m);

        asked.ShouldBeGranted();
    }

    [Fact]
    public async Task Cancel_WithoutHope_LeavesNothing()
    {
        _budget.AddCost(0.91m);
        using var cancel = new CancellationTokenSource();
        var asked = _budget.AskUntil(0.5m, cancel.Token);

        await cancel.CancelAsync();

        await asked.Soon().Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        _budget.Waiters().Should().Be(0);
        _budget.Reset();
        _budget.Available.Should().Be(1m);
    }

    [Fact]
    public async Task UpdateLimit_BelowWhatOneWithoutHopeWaitsFor_RefusesIt()
    {
        _budget.AddCost(0.91m);
        var asked = _budget.Ask(0.5m);

        _budget.UpdateLimit(0.4m);

        (await asked.Refusal()).Reason.Should().Be(BudgetRefusalReason.NeverFits);
    }
}
