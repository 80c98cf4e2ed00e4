using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>Held money is not spent: a call that waits for spent money, which no period gives back, holds up no other call.</summary>
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
    public async Task AddCost_ThatTakesTheHopeFromAWaiterOfAnotherPath_ServesThoseBehindIt()
    {
        var root = Asking.NewBudget(10m);
        var job = root.NewChild(10m);
        job.Reserve(1m);
        var first = job.Ask(10m);
        var second = job.Ask(2m);

        root.AddCost(1m);

        (await second.Soon()).Amount.Should().Be(2m);
        first.IsCompleted.Should().BeFalse("it waits on for a refund");
    }
}
