using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>At the end of a period nothing that happens makes room for a later waiter before the period of an earlier one has begun.</summary>
public sealed class MidnightOrderTests
{
    /// <summary>Its timers have not fired yet.</summary>
    private readonly ManualClock _clock = new(isFrozen: true);

    public static TheoryData<string> Names => [.. Cases.Keys];

    /// <summary>The period of the root, what is prepared there and then happens at midnight, and how many still wait there.</summary>
    private static Dictionary<string, (BudgetPeriod Root, Func<BudgetEnforcer, Action> Prepare, int Stay)> Cases { get; } = new()
    {
        ["what was held is released"] = (BudgetPeriod.Daily, root => root.Reserve(60m).Release, 0),
        ["what was held is committed"] = (
            BudgetPeriod.Daily,
            root =>
            {
                var held = root.Reserve(60m);
                return () => held.Commit(0m);
            },
            0),
        ["one who waited before them is cancelled"] = (
            BudgetPeriod.Daily,
            root =>
            {
                var cancellation = new CancellationTokenSource();
                root.Reserve(40m);
                var first = root.AskUntil(90m, cancellation.Token);
                return () =>
                {
                    cancellation.Cancel();
                    Waiting.Until(() => first.IsCanceled);
                };
            },
            0),
        ["a budget is closed on which one waited before them"] = (
            BudgetPeriod.None,
            root =>
            {
                root.Reserve(10m);
                var third = root.NewChild(100m);
                var first = third.Ask(100m);
                return () =>
                {
                    third.Close();
                    Waiting.Until(() => first.IsFaulted);
                };
            },
            0),
        ["what a meter held is charged, so that one who waited before them has no hope"] = (
            BudgetPeriod.None,
            root =>
            {
                MeteredHold.TryStart(root, Money.Zero, Money.From(10m), ManualClock.Midnight.UtcTicks, out var _).Should().NotBeNull();
                _ = root.Ask(100m);
                return () => root.CheckBudgetAvailable(10m);
            },
            1),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Waiter_RoomIsMadeAtTheEndOfItsPeriod_IsServedBeforeALaterOne(string name)
    {
        var (period, prepare, stay) = Cases[name];
        var root = _clock.Budget(period);
        var happen = prepare(root);
        var earlier = Exhausted(root).Ask(60m);
        var other = root.NewChild(100m);
        var later = other.Ask(60m);

        _clock.GoTo(ManualClock.Midnight);
        happen();

        earlier.ShouldBeGranted("it came first, and its period ended before there was room");
        other.ShouldHaveWaiting(later);
        root.Waiters().Should().Be(stay);
    }

    [Theory]
    [InlineData(BudgetPeriod.Daily)] // Both periods end at the same instant.
    [InlineData(BudgetPeriod.Monthly)]
    public async Task TryReserve_AtTheEndBeforeTheTimerOfAWaiter_DoesNotPassItAndArmsItsThresholdsAgain(BudgetPeriod period)
    {
        var root = _clock.Budget(period, spent: period == BudgetPeriod.Daily ? 100m : 0m);
        var job = Exhausted(root);
        var crossings = Crossings.Of(job);
        var asked = job.Ask(60m);

        _clock.GoTo(ManualClock.Midnight);
        var isHeld = root.TryReserve(60m, out _);

        isHeld.Should().BeFalse("the job has waited");
        (await asked.Soon()).Commit(80m);
        Waiting.Until(() => crossings.Told.Count > 0); // If the thread pool still tells the end of its period, it tells the crossing too.
        crossings.Statuses.Should().Equal(BudgetStatus.Warning75);
        job.GetStatus().Should().Match<BudgetReport>(report => report.Status == BudgetStatus.Warning75 && report.Resets == 1);
    }

    private static BudgetEnforcer Exhausted(BudgetEnforcer parent) => parent.Child(BudgetPeriod.Daily, spent: 100m, maxWaiters: 1);
}
