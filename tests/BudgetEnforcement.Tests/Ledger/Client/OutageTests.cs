using BudgetEnforcement.Tests.WaitingForRoom;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using static BudgetEnforcement.Tests.Ledger.Contract.Polling;

namespace BudgetEnforcement.Tests.Ledger.Client;

/// <summary>A store that fails, hangs or comes back under open budgets: unavailable is not unlimited, and nothing else is held up.</summary>
[Collection(AloneDefinition.Name)]
public sealed class OutageTests : IAsyncLifetime
{
    private readonly FakeLogger<BudgetLedger> _log = new();
    private readonly SlowStore _store = new();
    private BudgetLedger _ledger = null!;
    private BudgetEnforcer _team = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // A call waits this long only if the store hangs or fails. What is held is given back after ten intervals, so a test has 2 s to break the store.
        var options = new BudgetLedgerOptions
        {
            Interval = TimeSpan.FromMilliseconds(200), AskTimeout = TimeSpan.FromMilliseconds(300), DrainTimeout = TimeSpan.FromMilliseconds(300),
        };
        _ledger = await BudgetLedger.OpenAsync(_store, options, _log, cancellationToken: Stop);
        _team = await OpenAsync(new BudgetOptions { Name = "team", Limit = 100m, MaxWaiters = 10 });
    }

    public async ValueTask DisposeAsync()
    {
        _store.Failure = null;
        _store.Gate.Set();
        await _ledger.DisposeAsync();
        _store.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Store_ThatDoesNotAnswer_LetsTheSliceBeSpentAndNothingBeyond(bool hangs)
    {
        await HoldAsync(1m);
        Break(hangs);
        await UntilAsync(() => _ledger.State == BudgetLedgerState.Unavailable);
        var spent = 0m;

        while (_team.TryAddCost(0.125m))
            spent += 0.125m;
        _team.TryAddCost(0.125m, out var check).Should().BeFalse();

        spent.Should().BePositive().And.BeLessThan(90m);
        check.Reason.Should().Be(BudgetRefusalReason.LedgerUnavailable);
        check.Message.Should().Contain("cannot ask its ledger");
        _team.AddCost(200m).Should().Be(BudgetStatus.Exceeded, "a cost is recorded no matter what the store does");

        if (!hangs)
            await UntilAsync(() => Events.Contains("LedgerUnavailable"));
        await MendAsync();
        (await _ledger.FindAsync("team", Stop))!.Spent.Should().Be(1m + spent + 200m);
        await UntilAsync(() => _ledger.State == BudgetLedgerState.Connected);
        if (!hangs)
            await UntilAsync(() => Events.Contains("LedgerAvailable"));
        Events.Count(name => name is "LedgerUnavailable" or "LedgerAvailable").Should().BeOneOf(0, 2);
    }

    [Fact]
    public async Task Refund_WhileTheLedgerCannotBeAsked_IsNoRoom()
    {
        await HoldAsync(1m);
        Break(hangs: true);
        await UntilAsync(() => _ledger.State == BudgetLedgerState.Unavailable);
        while (_team.TryAddCost(0.125m))
        {
        }

        _team.Refund(1m);

        // As far as this process knows, another one may have by now what it has given back.
        _team.TryAddCost(0.125m).Should().BeFalse();
        Mend();
        await UntilAsync(() => _team.TryAddCost(0.125m));
    }

    [Fact]
    public async Task Ask_OfAStoreThatHangs_NeedsNoThreadOfThePoolToEnd()
    {
        await HoldAsync(1m);
        Break(hangs: true);
        await UntilAsync(() => _store.UnderWay > 0 || _team.TryAddCost(0m));
        using var everybody = new ManualResetEventSlim();
        var starved = Enumerable.Range(0, 200).Select(_ => Task.Run(() => everybody.Wait(Stop), Stop)).ToList();
        BudgetCheck check = default;
        var isAdmitted = true;

        try
        {
            Waiting.OnAnotherThread(() => isAdmitted = _team.TryAddCost(99m, out check));
        }
        finally
        {
            everybody.Set();
        }

        isAdmitted.Should().BeFalse();
        check.Reason.Should().Be(BudgetRefusalReason.LedgerUnavailable);
        await Task.WhenAll(starved);
    }

    [Fact]
    public async Task ReserveAsync_DuringAnOutage_WaitsAndIsServedWhenTheStoreIsBack()
    {
        Break(hangs: false);
        var waiting = _team.ReserveAsync(40m, Stop).AsTask();
        await UntilAsync(() => _ledger.State == BudgetLedgerState.Unavailable);
        var later = _team.ReserveAsync(20m, Stop).AsTask();

        Mend();

        using var first = await waiting.WaitAsync(Stop);
        using var second = await later.WaitAsync(Stop);
        _team.Reserved.Should().Be(60m);
    }

    [Fact]
    public async Task ReserveAsync_WhereNobodyMayWait_IsRefusedDuringAnOutage()
    {
        var strict = await OpenAsync(new BudgetOptions { Name = "strict", Limit = 100m });
        Break(hangs: true);

        var refused = await strict.Awaiting(it => it.ReserveAsync(40m, Stop).AsTask()).Should().ThrowAsync<BudgetExceededException>();

        refused.Which.Reason.Should().Be(BudgetRefusalReason.LedgerUnavailable);
        strict.Reserved.Should().Be(0m);
    }

    [Fact]
    public async Task ReserveAsync_CancelledWhileTheLedgerIsAsked_HoldsNothing()
    {
        Break(hangs: true);
        using var giveUp = new CancellationTokenSource();
        var waiting = _team.ReserveAsync(40m, giveUp.Token).AsTask();

        await giveUp.CancelAsync();

        await waiting.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
        Mend();
        await _ledger.FlushAsync(Stop);
        (_team.Reserved, _team.GetStatus().OpenReservations).Should().Be((0m, 0L));
    }

    [Fact]
    public async Task MaxWait_AcrossTheAskAndTheLine_EndsTheWait()
    {
        var patient = await OpenAsync(new BudgetOptions { Name = "patient", Limit = 10m, MaxWaiters = 1, MaxWait = TimeSpan.FromMilliseconds(50) });
        await UntilAsync(() => patient.TryReserve(10m, out _)); // It waits for a slow store longer than MaxWait.

        var refused = await patient.Awaiting(it => it.ReserveAsync(1m, Stop).AsTask()).Should().ThrowAsync<BudgetExceededException>();

        refused.Which.Reason.Should().Be(BudgetRefusalReason.WaitedTooLong);
    }

    [Fact]
    public async Task Calls_ThatNeedTheStore_ThrowWhileItFails()
    {
        Break(hangs: false);

        (await _ledger.Awaiting(it => it.OpenBudgetAsync(new BudgetOptions { Name = "other", Limit = 1m }, cancellationToken: Stop))
            .Should().ThrowAsync<BudgetLedgerException>()).Which.IsTransient.Should().BeTrue();
        _team.AddCost(1m);
        (await _ledger.Awaiting(it => it.FlushAsync(Stop)).Should().ThrowAsync<BudgetLedgerException>()).Which.IsTransient.Should().BeTrue();
        _team.Invoking(it => it.UpdateLimit(5m)).Should().Throw<BudgetLedgerException>().Which.IsTransient.Should().BeTrue();
        _team.Invoking(it => it.Reset()).Should().Throw<BudgetLedgerException>();

        await MendAsync();
        var other = await OpenAsync(new BudgetOptions { Name = "other", Limit = 1m });
        await UntilAsync(() => other.TryAddCost(1m));
        (_team.Limit, _team.Spent).Should().Be((100m, 1m));
    }

    [Fact]
    public async Task OpenBudget_WhileTheStoreIsAway_AdmitsNothingUntilItIsBack()
    {
        Break(hangs: false);
        var other = _ledger.OpenBudget(new BudgetOptions { Name = "other", Limit = 10m });

        other.TryAddCost(1m, out var check).Should().BeFalse();
        check.Reason.Should().Be(BudgetRefusalReason.LedgerUnavailable);
        other.TryAddCost(0m).Should().BeTrue();
        other.AddCost(2m);
        Mend();

        await UntilAsync(() => other.TryAddCost(1m));
        await _ledger.FlushAsync(Stop);
        (await _ledger.FindAsync("other", Stop))!.Spent.Should().Be(3m);
    }

    [Fact]
    public async Task Dispose_WhileTheStoreHangs_EndsAndTellsWhatTheLedgerHasNotHeardOf()
    {
        await HoldAsync(1m);
        Break(hangs: true);
        _team.AddCost(7m);

        await _ledger.DisposeAsync();

        _team.AddCost(1m).Should().Be(BudgetStatus.Ok);
        _team.TryAddCost(1m).Should().BeFalse();
        (await _team.Ask(1m).Refusal()).Reason.Should().Be(BudgetRefusalReason.LedgerUnavailable, "callers may wait here, but a closed ledger never answers");
        Mend();
        await UntilAsync(() => _store.IsDisposed);
        _team.AddCost(1m); // Now that the last request has ended, nothing can report it.
        await UntilAsync(() => Events.Contains("LedgerCostNotReported"));
    }

    [Fact]
    public async Task Dispose_WhileSomethingIsReserved_LeavesItHeldAndTellsOfLaterCosts()
    {
        var reservation = await _team.ReserveAsync(30m, Stop);

        await _ledger.DisposeAsync();
        await UntilAsync(() => _store.IsDisposed); // A slow thread of the ledger may end after that.
        reservation.Commit(25m);

        (_team.Spent, _team.Reserved).Should().Be((25m, 0m));
        await UntilAsync(() => Events.Contains("LedgerCostNotReported"));
        _log.Collector.GetSnapshot().Last(record => record.Id.Name == "LedgerCostNotReported").Message.Should().Contain("25.00 USD");
    }

    [Fact]
    public async Task Node_WhoseIdAnotherProcessHasUsed_GoesOnAsANewOneAndLosesNothing()
    {
        _team.AddCost(5m);
        await _ledger.FlushAsync(Stop);
        var id = _ledger.NodeId;
        ExchangeReply clone;
        do
        {
            // The node itself may use the next number first.
            var row = ((IBudgetStore)_store).Read(new LedgerQuery { NodeIds = [id] }).Nodes.Single();
            clone = new ExchangeCommand(new ExchangeRequest { NodeId = id, NodeName = "clone", Sequence = row.Sequence + 1, BatchId = Guid.NewGuid() }).Run(_store);
        }
        while (clone.Outcome != ExchangeOutcome.Answered);

        _team.AddCost(3m);
        await UntilAsync(() => _ledger.NodeId != id);
        await _ledger.FlushAsync(Stop);

        (await _ledger.FindAsync("team", Stop))!.Spent.Should().Be(8m);
        await UntilAsync(() => Events.Contains("LedgerNodeFenced"));
        await UntilAsync(() => _team.TryAddCost(1m));
    }

    [Fact]
    public async Task Token_ReadBeforeTheStoreTellsThatTheBudgetIsExceeded_IsCancelledThen()
    {
        _team.AddCost(101m);
        await _ledger.FlushAsync(Stop);
        await using var restarted = await BudgetLedger.OpenAsync(new SharedStore(_store), cancellationToken: Stop);
        Break(hangs: true);
        var team = restarted.OpenBudget(new BudgetOptions { Name = "team", Limit = 100m });
        var token = team.ExceededToken;
        using var linked = team.CreateChild(new BudgetOptions { Limit = 1m }).CreateLinkedTokenSource(Stop);
        token.IsCancellationRequested.Should().BeFalse();

        Mend();

        await UntilAsync(() => token.IsCancellationRequested && linked.IsCancellationRequested);
    }

    [Fact]
    public async Task OpenBudgetAsync_GivenUpWhileTheStoreOpensIt_LeavesTheNameFree()
    {
        var options = new BudgetOptions { Name = "other", Limit = 10m };
        Break(hangs: true);
        using var giveUp = new CancellationTokenSource();
        var opening = _ledger.OpenBudgetAsync(options, cancellationToken: giveUp.Token);
        await UntilAsync(() => _store.UnderWay > 0);
        await giveUp.CancelAsync();
        await opening.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
        Mend();

        var other = await _ledger.OpenBudgetAsync(options, cancellationToken: Stop);

        other.AddCost(5m);
        await _ledger.FlushAsync(Stop);
        (await _ledger.FindAsync("other", Stop))!.Spent.Should().Be(5m);
    }

    [Fact]
    public async Task Dispose_WhoseReportFailsAtFirst_TriesAgain()
    {
        using var shared = new SharedStore(_store);
        await using var ledger = await BudgetLedger.OpenAsync(
            shared, new BudgetLedgerOptions { Interval = TimeSpan.FromMilliseconds(20), AskTimeout = TimeSpan.FromMinutes(1) }, cancellationToken: Stop);
        var team = await ledger.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 100m }, cancellationToken: Stop);
        Break(hangs: false);
        team.AddCost(7m);
        var disposal = ledger.DisposeAsync().AsTask();
        await UntilAsync(() => ledger.State == BudgetLedgerState.Closed);
        await Task.Delay(100, Stop);

        Mend();

        await disposal;
        (await _ledger.FindAsync("team", Stop))!.Spent.Should().Be(7m);
    }

    [Fact]
    public async Task Dispose_OfMoreBudgetsThanARequestNames_ReportsAllOfThem()
    {
        const int Count = 300;
        await using var ledger = await BudgetLedger.OpenAsync(
            new SharedStore(_store), new BudgetLedgerOptions { Interval = TimeSpan.FromMilliseconds(20), AskTimeout = TimeSpan.FromMinutes(1) }, cancellationToken: Stop);
        var budgets = await Task.WhenAll(Enumerable.Range(0, Count).Select(number =>
            ledger.OpenBudgetAsync(new BudgetOptions { Name = FormattableString.Invariant($"tenant {number}"), Limit = 10m }, cancellationToken: Stop)));
        foreach (var budget in budgets)
            budget.AddCost(1m);

        await ledger.DisposeAsync();

        (await _ledger.ListAsync(Stop)).Count(budget => budget.Spent == 1m && budget.Held == 0m).Should().Be(Count);
    }

    [Fact]
    public async Task MaxWait_ShorterThanTheLedgerTakes_EndsTheWait()
    {
        var patient = await OpenAsync(new BudgetOptions { Name = "patient", Limit = 10m, MaxWaiters = 1, MaxWait = TimeSpan.FromMilliseconds(50) });
        Break(hangs: true);

        var refused = await patient.Awaiting(it => it.ReserveAsync(1m, Stop).AsTask()).Should().ThrowAsync<BudgetExceededException>();

        refused.Which.Reason.Should().Be(BudgetRefusalReason.WaitedTooLong);
    }

    [Fact]
    public async Task Budget_MadeAnewByAnotherProcessAfterTheStoreLostIt_GoesOnUnderItsNewId()
    {
        using var store = new InMemoryBudgetStore();
        await using var ledger = await BudgetLedger.OpenAsync(
            new SharedStore(store), new BudgetLedgerOptions { Interval = TimeSpan.FromMilliseconds(20), NodeLifetime = TimeSpan.FromMilliseconds(100) }, cancellationToken: Stop);
        using var empty = store.Copy();
        var team = await ledger.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 100m }, cancellationToken: Stop);
        team.AddCost(5m);
        await ledger.FlushAsync(Stop);

        store.Restore(empty);
        await using (var other = await BudgetLedger.OpenAsync(new SharedStore(store), cancellationToken: Stop))
            await other.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 100m }, cancellationToken: Stop);
        team.AddCost(2m);

        await UntilAsync(() => ledger.FindAsync("team", Stop).GetAwaiter().GetResult()!.Spent == 7m);
        await UntilAsync(() => team.TryAddCost(1m));
    }

    [Fact]
    public async Task Logger_ThatHangs_HoldsUpNoExchange()
    {
        using var forever = new ManualResetEventSlim();
        await using var ledger = await BudgetLedger.OpenAsync(new SharedStore(_store), new BudgetLedgerOptions { Interval = TimeSpan.FromMilliseconds(20) }, cancellationToken: Stop);
        var team = await ledger.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 100m }, cancellationToken: Stop);
        team.ThresholdCrossed += (_, _) => forever.Wait(Stop);

        team.AddCost(80m);
        await UntilAsync(() => _team.Spent == 80m);
        team.AddCost(15m);
        await UntilAsync(() => _team.Spent == 95m);

        forever.Set();
    }

    private IEnumerable<string?> Events => _log.Collector.GetSnapshot().Select(record => record.Id.Name);

    /// <summary>Spends once, so that the process holds something more.</summary>
    private async Task HoldAsync(decimal cost)
    {
        await UntilAsync(() => _team.TryAddCost(cost)); // An ask that is not answered in time records nothing.
        await UntilAsync(() => _team.GetStatus().OwnSpent == cost && _team.TryAddCost(0m));
        await _ledger.FlushAsync(Stop);
    }

    private Task<BudgetEnforcer> OpenAsync(BudgetOptions options) => _ledger.OpenBudgetAsync(options, cancellationToken: Stop);

    private void Break(bool hangs)
    {
        if (hangs)
            _store.Gate.Reset();
        else
            _store.Failure = new TimeoutException("The store is away.");
    }

    /// <summary>Mends the store, and waits until it has what was recorded meanwhile. A call that it failed before may end only now.</summary>
    private async Task MendAsync()
    {
        Mend();
        while (true)
        {
            try
            {
                await _ledger.FlushAsync(Stop);
                return;
            }
            catch (BudgetLedgerException fault) when (fault.IsTransient)
            {
                continue;
            }
        }
    }

    private void Mend()
    {
        _store.Failure = null;
        _store.Gate.Set();
    }
}
