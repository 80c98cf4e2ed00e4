using System.Collections.Concurrent;
using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>Several periods end at one instant: whoever uses a budget first, those who wait elsewhere come first.</summary>
public sealed class PeriodWaitingOrderTests
{
    /// <summary>Its timers have not fired yet.</summary>
    private readonly ManualClock _clock = new(isFrozen: true);

    [Theory]
    [InlineData(true)] // Both periods end at the same instant.
    [InlineData(false)]
    public void TryReserve_AtTheEndBeforeTheTimerOfAWaiter_DoesNotPassIt(bool rootEndsToo)
    {
        var root = rootEndsToo ? Exhausted() : Root(BudgetPeriod.Monthly);
        var asked = Exhausted(root).Ask(60m);

        _clock.GoTo(ManualClock.Midnight);
        var isHeld = root.TryReserve(60m, out _);

        isHeld.Should().BeFalse("the job has waited");
        asked.ShouldBeGranted();
    }

    [Fact]
    public async Task TryReserve_AtTheEndBeforeTheTimerOfAWaiter_ArmsTheThresholdsOfTheWaiterAgain()
    {
        var root = Exhausted();
        var job = Exhausted(root);
        var told = new ConcurrentQueue<BudgetStatus>();
        job.ThresholdCrossed += (_, crossing) => told.Enqueue(crossing.Status);
        var asked = job.Ask(60m);

        _clock.GoTo(ManualClock.Midnight);
        root.TryReserve(0m, out _);
        (await asked.Soon()).Commit(80m);

        // From the thread pool, where the end of its period is still being told there.
        Waiting.Until(() => !told.IsEmpty);
        told.Should().Equal(BudgetStatus.Warning75);
        job.GetStatus().Should().Match<BudgetReport>(report => report.Status == BudgetStatus.Warning75 && report.Resets == 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ending_OfAReservationAtTheEnd_ServesWhoCameFirst(bool isReleased)
    {
        var root = Root();
        var held = root.Reserve(60m);
        var first = Exhausted(root).Ask(60m);
        var other = root.NewChild(100m);
        var second = other.Ask(60m);

        _clock.GoTo(ManualClock.Midnight);
        if (isReleased)
            held.Release();
        else
            held.Commit(0m);

        first.ShouldBeGranted("it came first, and its period ended before there was room");
        other.ShouldHaveWaiting(second);
    }

    [Fact]
    public void Cancel_OfTheFirstAtTheEnd_ServesTheSecondBeforeTheThird()
    {
        var root = Root();
        root.Reserve(40m);
        using var cancellation = new CancellationTokenSource();
        var first = root.AskUntil(90m, cancellation.Token);
        var second = Exhausted(root).Ask(60m);
        var other = root.NewChild(100m);
        var third = other.Ask(60m);

        _clock.GoTo(ManualClock.Midnight);
        cancellation.Cancel();

        Waiting.Until(() => first.IsCanceled);
        second.ShouldBeGranted();
        other.ShouldHaveWaiting(third);
    }

    private static BudgetEnforcer Exhausted(BudgetEnforcer parent) => parent.Child(BudgetPeriod.Daily, spent: 100m, maxWaiters: 1);

    private BudgetEnforcer Root(BudgetPeriod period = BudgetPeriod.Daily) => _clock.Budget(period, maxWaiters: 1);

    private BudgetEnforcer Exhausted() => _clock.Budget(spent: 100m, maxWaiters: 1);
}
