using System.Collections.Concurrent;
using static BudgetEnforcement.Tests.Ledger.Contract.Polling;

namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <summary>
/// What open budgets of a ledger promise on every store, by their public members: the tests of a store's package link this folder and derive one
/// class. After each test the books are right.
/// </summary>
public abstract partial class SharedBudgetContract : IAsyncLifetime
{
    private readonly List<BudgetLedger> _opened = [];
    private IBudgetStore _store = null!;

    /// <summary>A store on empty data, with no schema yet.</summary>
    protected abstract IBudgetStore CreateStore();

    /// <summary>Another store on the same data, as another process has it; the first one stays open.</summary>
    protected abstract IBudgetStore OpenAgain(IBudgetStore store);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The ledger as one process has it.</summary>
    private BudgetLedger One { get; set; } = null!;

    /// <summary>The ledger as another process has it.</summary>
    private BudgetLedger Two { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _store = CreateStore();
        _store.Open(SchemaSetUp.Create);
        One = await OpenAsync("one");
        Two = await OpenAsync("two");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var ledger in _opened)
                await ledger.DisposeAsync();
            LedgerCheck.Find(_store).Should().BeEmpty();
        }
        finally
        {
            _store.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private async Task<BudgetLedger> OpenAsync(string node, TimeProvider? clock = null)
    {
        // A store that answers late on a busy machine is not what these tests are about.
        var options = new BudgetLedgerOptions { NodeName = node, Interval = TimeSpan.FromMilliseconds(50), AskTimeout = TimeSpan.FromSeconds(60) };
        var ledger = await BudgetLedger.OpenAsync(OpenAgain(_store), options, timeProvider: clock, cancellationToken: Stop);
        _opened.Add(ledger);
        return ledger;
    }

    /// <summary>The same budget in both processes.</summary>
    private async Task<(BudgetEnforcer One, BudgetEnforcer Two)> ShareAsync(BudgetOptions options) =>
        (await One.OpenBudgetAsync(options, cancellationToken: Stop), await Two.OpenBudgetAsync(options, cancellationToken: Stop));

    private async Task<LedgerBudgetInfo> InLedgerAsync(string name)
    {
        foreach (var ledger in _opened.Where(ledger => ledger.State != BudgetLedgerState.Closed))
            await ledger.FlushAsync(Stop);
        return (await One.FindAsync(name, Stop))!;
    }

    /// <summary>Waits for two answers of the ledger: the request of the second was made after this.</summary>
    private static async Task HearTwiceAsync(BudgetEnforcer budget)
    {
        for (var i = 0; i < 2; i++)
        {
            var before = budget.GetStatus().AsOf;
            await UntilAsync(() => budget.GetStatus().AsOf != before);
        }
    }

    private static BudgetOptions Team(decimal limit = 100m) => new() { Name = "team", Limit = limit };

    [Fact]
    public async Task TryReserve_ThatExplains_HoldsOnce()
    {
        var (one, _) = await ShareAsync(new BudgetOptions { Name = "team", Limit = 100m });
        using var first = await one.ReserveAsync(1m, Stop);
        await HearTwiceAsync(one);

        one.TryReserve(1m, out var second, out var check).Should().BeTrue();

        (check.IsAvailable, check.Reserved).Should().Be((true, 1m));
        one.Reserved.Should().Be(2m);
        first.Commit(1m);
        second!.Commit(1m);
        (await InLedgerAsync("team")).Spent.Should().Be(2m);
        one.Reserved.Should().Be(0m);
    }

    [Fact]
    public async Task Open_InTwoProcesses_IsOneBudget()
    {
        var (one, two) = await ShareAsync(Team());

        one.AddCost(30m);
        await One.FlushAsync(Stop);
        await UntilAsync(() => two.Spent == 30m);

        var report = two.GetStatus();
        (report.Spent, report.OwnSpent, report.Limit, report.Name).Should().Be((30m, 0m, 100m, "team"));
        report.AsOf.Should().NotBeNull();
        one.GetStatus().OwnSpent.Should().Be(30m);
        (await InLedgerAsync("team")).Spent.Should().Be(30m);
    }

    [Fact]
    public async Task Open_TwiceInOneProcess_GivesTheSameBudget()
    {
        var first = await One.OpenBudgetAsync(Team(), cancellationToken: Stop);

        (await One.OpenBudgetAsync(Team(), cancellationToken: Stop)).Should().BeSameAs(first);
        One.OpenBudget(Team()).Should().BeSameAs(first);
    }

    [Fact]
    public async Task TryAddCost_ByManyThreadsOfTwoProcesses_UsesAllAndNothingBeyond()
    {
        var (one, two) = await ShareAsync(Team(limit: 40m));
        var admitted = new ConcurrentBag<decimal>();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(thread => OnThreadOfItsOwn(() =>
        {
            var budget = thread % 2 == 0 ? one : two;
            while (true)
            {
                if (budget.TryAddCost(0.25m, out var check))
                    admitted.Add(0.25m);
                else if (check.Reason is BudgetRefusalReason.NoRoom or BudgetRefusalReason.NeverFits)
                    return;
                else
                    check.Reason.Should().Be(BudgetRefusalReason.HeldElsewhere);
            }
        })));

        admitted.Sum().Should().Be(40m);
        var team = await InLedgerAsync("team");
        (team.Spent, team.Status).Should().Be((40m, BudgetStatus.Warning90));
        one.TryAddCost(0.0000000000000000000000000001m).Should().BeFalse();
    }

    [Fact]
    public async Task ReserveAsync_OfWhatTheOtherHolds_IsServedWhenItIsReleased()
    {
        var (one, two) = await ShareAsync(new BudgetOptions { Name = "team", Limit = 100m, MaxWaiters = 10 });
        var held = await one.ReserveAsync(80m, Stop);

        two.TryReserve(50m, out _, out var check).Should().BeFalse();
        check.Reason.Should().Be(BudgetRefusalReason.HeldElsewhere);
        check.Message.Should().Contain("held by other processes");
        var waiting = two.ReserveAsync(50m, Stop).AsTask();
        waiting.IsCompleted.Should().BeFalse();
        held.Commit(20m);

        var granted = await waiting.WaitAsync(Stop);
        granted.Commit(50m);
        (await InLedgerAsync("team")).Spent.Should().Be(70m);
    }

    [Fact]
    public async Task ReserveAsync_OfTwoProcessesThatEachHoldWhatTheOtherNeeds_ServesBoth()
    {
        var (one, two) = await ShareAsync(new BudgetOptions { Name = "team", Limit = 100m, MaxWaiters = 10 });
        var half = await one.ReserveAsync(60m, Stop);
        var otherHalf = await two.ReserveAsync(40m, Stop);
        var first = one.ReserveAsync(90m, Stop).AsTask();
        var second = two.ReserveAsync(90m, Stop).AsTask();

        half.Release();
        otherHalf.Release();

        var served = await Task.WhenAny(first, second).WaitAsync(Stop);
        (await served).Release();
        (await first.WaitAsync(Stop)).Dispose();
        (await second.WaitAsync(Stop)).Dispose();
    }

    [Fact]
    public async Task AddCost_PastTheLimitInOneProcess_StopsBoth()
    {
        var (one, two) = await ShareAsync(Team());
        using var linked = two.CreateLinkedTokenSource(Stop);

        one.AddCost(100.01m).Should().Be(BudgetStatus.Exceeded);
        await UntilAsync(() => two.IsBudgetExceeded);

        linked.IsCancellationRequested.Should().BeTrue();
        two.TryAddCost(0.01m).Should().BeFalse();
        two.AddCost(1m).Should().Be(BudgetStatus.Exceeded);
        (await InLedgerAsync("team")).Spent.Should().Be(101.01m);
    }

    [Fact]
    public async Task Child_UnderASharedBudget_IsAnOrdinaryOne()
    {
        var (one, two) = await ShareAsync(Team());
        var job = one.CreateChild(new BudgetOptions { Name = "job", Limit = 150m });

        using (var reservation = job.Reserve(60m))
            reservation.Commit(55m);
        job.TryAddCost(50m, out var check).Should().BeFalse();

        (check.BudgetName, check.Reason).Should().Be(("team", BudgetRefusalReason.NoRoom));
        (job.Spent, job.GetStatus().OwnSpent).Should().Be((55m, null));
        await UntilAsync(() => two.Spent == 55m);
    }

    [Fact]
    public async Task OpenBudget_UnderASharedParent_CountsOnBothAndIsRefusedByTheTighter()
    {
        var organisation = await One.OpenBudgetAsync(new BudgetOptions { Name = "organisation", Limit = 50m }, cancellationToken: Stop);
        var team = await One.OpenBudgetAsync(Team(), organisation, Stop);

        team.TryAddCost(30m).Should().BeTrue();
        team.TryAddCost(30m, out var check).Should().BeFalse();

        check.BudgetName.Should().Be("organisation");
        (await InLedgerAsync("organisation")).Spent.Should().Be(30m);
        (await InLedgerAsync("team")).Parents.Should().Equal("organisation");
    }

    [Fact]
    public async Task Refund_OfWhatThisProcessSpent_IsTakenBackAtOnceAndOfOthersIsNot()
    {
        var (one, two) = await ShareAsync(Team());
        one.AddCost(30m);
        await One.FlushAsync(Stop);
        await UntilAsync(() => two.Spent == 30m);

        two.TryRefund(1m).Should().BeFalse();
        one.TryRefund(31m).Should().BeFalse();
        one.Refund(12m);

        (one.Spent, one.GetStatus().OwnSpent).Should().Be((18m, 18m));
        (await InLedgerAsync("team")).Spent.Should().Be(18m);
        await UntilAsync(() => two.Spent == 18m);
        await UntilAsync(() => two.TryAddCost(82m)); // Once the first gives back what it keeps at hand.
    }

    [Fact]
    public async Task UpdateLimit_InOneProcess_HoldsForBoth()
    {
        var (one, two) = await ShareAsync(Team());

        one.UpdateLimit(20m);
        one.Limit.Should().Be(20m);
        one.AdjustLimit(5m).Should().Be(25m);

        await UntilAsync(() => two.Limit == 25m);
        two.TryAddCost(26m).Should().BeFalse();
        one.Invoking(it => it.AdjustLimit(-26m)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task Reset_InOneProcess_BeginsATermForBoth()
    {
        var (one, two) = await ShareAsync(Team());
        two.AddCost(70m);
        await Two.FlushAsync(Stop);
        one.AddCost(5m);
        using var reservation = await one.ReserveAsync(10m, Stop);

        var ended = one.Reset();

        ended.Spent.Should().Be(75m);
        (one.Spent, one.Reserved).Should().Be((0m, 10m));
        await UntilAsync(() => two.Spent == 0m);
        await UntilAsync(() => two.TryAddCost(90m)); // As soon as the other process gives back what it keeps at hand.
        reservation.Commit(10m);
        (await InLedgerAsync("team")).Spent.Should().Be(100m);
        (await One.GetTermsAsync("team", cancellationToken: Stop)).Single().Spent.Should().Be(75m);
    }

    [Fact]
    public async Task Thresholds_ReachedByTwoProcesses_AreAnnouncedByOneOfThem()
    {
        var (one, two) = await ShareAsync(Team());
        var crossings = new ConcurrentQueue<(string Process, BudgetStatus Status, bool IsAnnouncer)>();
        one.ThresholdCrossed += (_, crossing) => crossings.Enqueue(("one", crossing.Status, crossing.IsAnnouncer));
        two.ThresholdCrossed += (_, crossing) => crossings.Enqueue(("two", crossing.Status, crossing.IsAnnouncer));

        one.AddCost(40m);
        two.AddCost(40m);
        await UntilAsync(() => crossings.Count == 2);
        one.AddCost(21m);
        await UntilAsync(() => crossings.Count == 6);

        crossings.GroupBy(it => it.Status).Should().OnlyContain(one => one.Count() == 2 && one.Count(it => it.IsAnnouncer) == 1);
        crossings.Where(it => it.Process == "one").Select(it => it.Status).Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Exceeded);
    }

    [Fact]
    public async Task Dispose_GivesBackWhatIsNotReservedAndReportsTheRest()
    {
        var (one, two) = await ShareAsync(Team());
        one.TryAddCost(1m).Should().BeTrue();
        two.TryAddCost(1m).Should().BeTrue();

        await One.DisposeAsync();

        one.TryAddCost(0.01m, out var check).Should().BeFalse();
        check.Reason.Should().Be(BudgetRefusalReason.LedgerUnavailable);
        one.TryAddCost(0m).Should().BeTrue();
        await UntilAsync(() => two.TryAddCost(98m));
        (await Two.GetNodesAsync(Stop)).Select(node => (node.Name, node.Status)).Should().Equal(("one", LedgerNodeStatus.Closed), ("two", LedgerNodeStatus.Connected));
        One.State.Should().Be(BudgetLedgerState.Closed);
    }

    [Fact]
    public async Task OpenBudget_WithAnotherCurrency_AdmitsNothingAndThrowsWhereItIsAwaited()
    {
        await One.OpenBudgetAsync(Team(), cancellationToken: Stop);

        var euros = Two.OpenBudget(new BudgetOptions { Name = "team", Limit = 100m, Currency = "EUR" });
        euros.TryAddCost(1m, out var check).Should().BeFalse();

        check.Reason.Should().Be(BudgetRefusalReason.LedgerUnavailable);
        (await Two.Awaiting(it => it.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 100m, Currency = "CHF" }, cancellationToken: Stop))
            .Should().ThrowAsync<BudgetLedgerException>()).Which.Message.Should().Contain("CHF");
        (await Two.OpenBudgetAsync(Team(), cancellationToken: Stop)).TryAddCost(1m).Should().BeTrue("a failed opening does not block a later one");
    }

    [Fact]
    public async Task OpenBudget_UnderOneThatCannotBeOpened_CannotBeOpenedEither()
    {
        await One.OpenBudgetAsync(Team(), cancellationToken: Stop);
        var euros = Two.OpenBudget(new BudgetOptions { Name = "team", Limit = 100m, Currency = "EUR" });
        var before = Two.OpenBudget(new BudgetOptions { Name = "before", Limit = 1m }, euros);

        before.TryAddCost(1m, out var check).Should().BeFalse();
        check.Reason.Should().Be(BudgetRefusalReason.LedgerUnavailable);
        await Two.Awaiting(it => it.OpenBudgetAsync(new BudgetOptions { Name = "after", Limit = 1m }, euros, Stop)).Should().ThrowAsync<BudgetLedgerException>();
        before.AddCost(1m);
        await Two.Awaiting(it => it.FlushAsync(Stop)).Should().ThrowAsync<BudgetLedgerException>();
    }

    [Fact]
    public async Task OpenBudget_BeforeTheStoreHasAnswered_CountsWhatWasSpentMeanwhile()
    {
        var team = Two.OpenBudget(Team());
        team.AddCost(3m);
        using var reservation = team.Reserve(4m);

        (team.Spent, team.Reserved).Should().Be((3m, 4m));
        (await InLedgerAsync("team")).Spent.Should().Be(3m);
    }

    [Fact]
    public async Task Meter_OnASharedBudget_RunsUntilTheLimitOfAll()
    {
        // The meter lives by a clock that waits for the exchanges: a store that answers late on a busy machine does not end it.
        var clock = new ManualClock();
        var metered = await OpenAsync("metered", clock);
        var (one, two) = (await metered.OpenBudgetAsync(Team(limit: 400m), cancellationToken: Stop), await Two.OpenBudgetAsync(Team(limit: 400m), cancellationToken: Stop));
        two.AddCost(160m);
        await Two.FlushAsync(Stop);

        // The other process gives back what it keeps at hand after its cost, for the meter that runs.
        using (var meter = one.StartMeter(3_600m, new CostMeterOptions { Slice = TimeSpan.FromSeconds(100) }))
        {
            while (!meter.ExhaustedToken.IsCancellationRequested)
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                await HearTwiceAsync(one);
            }
        }

        (await InLedgerAsync("team")).Spent.Should().BeGreaterThan(330m);
    }

    private static Task OnThreadOfItsOwn(Action action) => Task.Factory.StartNew(action, Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
