using System.Collections.Concurrent;
using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>Several periods end at one instant: whoever uses a budget first, those who wait elsewhere come first.</summary>
public sealed class PeriodWaitingOrderTests
{
    /// <summary>Its timers have not fired yet.</summary>
    private readonly ManualClock _clock = new(isFrozen: true);

    [Fact]
    public void TryReserve_AtTheEndBeforeTheTimerOfAWaiter_DoesNotPassIt()
    {
        var root = Exhausted();
        var job = Exhausted(root);
        var asked = job.Ask(60m);

        _clock.GoTo(ManualClock.Midnight);
        var isHeld = root.TryReserve(60m, out _);

        isHeld.Should().BeFalse("both periods ended at the same instant, and the job has waited");
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

    [Fact]
    public void TryReserve_WhereOnlyThePeriodOfTheWaiterEnds_DoesNotPassIt()
    {
        var root = Root(spent: 0m, BudgetPeriod.Monthly);
        var asked = Exhausted(root).Ask(60m);

        _clock.GoTo(ManualClock.Midnight);

        root.TryReserve(60m, out _).Should().BeFalse();
        asked.ShouldBeGranted();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ending_OfAReservationAtTheEnd_ServesWhoCameFirst(bool isReleased)
    {
        var root = Root(spent: 0m);
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
        var root = Root(spent: 0m);
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

    private static BudgetOptions Options(decimal spent, BudgetPeriod period) =>
        new() { Limit = 100m, InitialSpent = spent, Period = period, MaxWaiters = 1 };

    private static BudgetEnforcer Exhausted(BudgetEnforcer parent) => parent.CreateChild(Options(spent: 100m, BudgetPeriod.Daily));

    private BudgetEnforcer Root(decimal spent, BudgetPeriod period = BudgetPeriod.Daily) => new(Options(spent, period), timeProvider: _clock);

    private BudgetEnforcer Exhausted() => Root(spent: 100m);
}
