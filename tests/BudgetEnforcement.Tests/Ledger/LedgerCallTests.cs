using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Ledger;

/// <summary>Calls of a store that is slow, hangs or fails: which ones wait, which do not, and which are carried out.</summary>
public sealed class LedgerCallTests : IAsyncLifetime
{
    private readonly SlowStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetLedger> _log = new();
    private BudgetLedger _ledger = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _ledger = await BudgetLedger.OpenAsync(_store, new BudgetLedgerOptions { DrainTimeout = TimeSpan.FromHours(1) }, _log, _clock, Stop);
        await _ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 100m }, cancellationToken: Stop);
    }

    public async ValueTask DisposeAsync()
    {
        _store.Gate.Set();
        await _ledger.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task Call_OfAStoreThatHangs_HoldsUpNeitherItsCallerNorThePool()
    {
        _store.Gate.Reset();

        var recorded = RecordAsync("a");

        recorded.IsCompleted.Should().BeFalse();
        _store.Gate.Set();
        (await recorded).Budget.Spent.Should().Be(1m);
        _store.Threads.Values.Should().NotBeEmpty().And.OnlyContain(isPoolThread => !isPoolThread);
    }

    [Fact]
    public async Task Call_BesideOneThatHangs_IsMadeAllTheSame()
    {
        for (var round = 0; round < 50; round++)
        {
            using var held = new ManualResetEventSlim();
            _store.HoldsNext = held;

            Task<LedgerEntryResult>[] both = [RecordAsync($"{round}"), RecordAsync($"{round} too")];
            try
            {
                Waiting.Until(() => both.Any(it => it.IsCompleted), "One held up the other.");
                both.Count(it => it.IsCompleted).Should().Be(1);
            }
            finally
            {
                held.Set();
                await Task.WhenAll(both);
            }
        }
    }

    [Fact]
    public async Task Call_CancelledBeforeItHasBegun_IsNotCarriedOut()
    {
        _store.Gate.Reset();
        var blocking = Enumerable.Range(0, LedgerCalls.MostThreads).Select(number => RecordAsync($"{number}")).ToList();
        Waiting.Until(() => _store.UnderWay == LedgerCalls.MostThreads);
        using var source = new CancellationTokenSource();
        var waiting = _ledger.RecordAsync("team", 50m, "waiting", cancellationToken: source.Token);

        await source.CancelAsync();

        (await waiting.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(source.Token);
        _store.Gate.Set();
        await Task.WhenAll(blocking);
        (await _ledger.FindAsync("team", Stop))!.Spent.Should().Be(LedgerCalls.MostThreads);
    }

    [Fact]
    public async Task Call_CancelledWhileItIsUnderWay_LetsItsCallerGoAndIsCarriedOutAllTheSame()
    {
        _store.Gate.Reset();
        using var source = new CancellationTokenSource();
        var recorded = _ledger.RecordAsync("team", 80m, "a", cancellationToken: source.Token);
        Waiting.Until(() => _store.UnderWay == 1);

        await source.CancelAsync();
        await recorded.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();

        _store.Gate.Set();
        Waiting.Until(() => _log.Collector.GetSnapshot().Any(record => record.Id.Name == "LedgerThresholdReached"), "What it reached is told.");
        (await RecordAsync("b")).Budget.Spent.Should().Be(81m);
    }

    [Fact]
    public async Task Call_WithACancelledToken_DoesNothing()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var before = _store.Transactions;

        await _ledger.Awaiting(it => it.RecordAsync("team", 1m, "a", cancellationToken: source.Token)).Should().ThrowAsync<OperationCanceledException>();

        _store.Transactions.Should().Be(before);
    }

    [Fact]
    public async Task Call_OfAStoreThatFails_SaysThatAskingAgainMayHelp()
    {
        _store.Failure = new TimeoutException("no answer");

        var failure = (await this.Awaiting(it => it.RecordAsync("a")).Should().ThrowAsync<BudgetLedgerException>()).Which;

        (failure.IsTransient, failure.InnerException).Should().Be((true, _store.Failure));
        failure.Message.Should().Contain("no answer");
        _store.Failure = null;
        (await RecordAsync("a")).HasChanged.Should().BeTrue();
    }

    [Fact]
    public async Task Calls_ManyAtTheSameTime_UseFewThreads()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => RecordAsync($"{number}")));

        _store.Threads.Should().HaveCountLessThanOrEqualTo(LedgerCalls.MostThreads);
        (await _ledger.FindAsync("team", Stop))!.Spent.Should().Be(200m);
    }

    [Fact]
    public async Task Dispose_WithCallsUnderWay_WaitsForThemAndThenDisposesTheStore()
    {
        _store.Gate.Reset();
        var recorded = Enumerable.Range(0, 2 * LedgerCalls.MostThreads).Select(number => RecordAsync($"{number}")).ToList();

        var disposing = _ledger.DisposeAsync().AsTask();

        (disposing.IsCompleted, _store.IsDisposed).Should().Be((false, false));
        await this.Awaiting(it => it.RecordAsync("late")).Should().ThrowAsync<ObjectDisposedException>();
        _store.Gate.Set();
        await disposing;
        (await Task.WhenAll(recorded)).Should().OnlyContain(result => result.HasChanged);
        _store.IsDisposed.Should().BeTrue();
        await _ledger.DisposeAsync();
        _ledger.Dispose();
    }

    [Fact]
    public async Task DisposeAsync_OfAStoreThatHangs_GivesUpWhenTheTimeIsOver()
    {
        _store.Gate.Reset();
        var recorded = Enumerable.Range(0, LedgerCalls.MostThreads + 1).Select(number => RecordAsync($"{number}")).ToList();
        Waiting.Until(() => _store.UnderWay == LedgerCalls.MostThreads);
        var disposing = _ledger.DisposeAsync().AsTask();

        _clock.Advance(TimeSpan.FromHours(1));
        await disposing;

        await recorded[^1].Awaiting(it => it).Should().ThrowAsync<ObjectDisposedException>("it had not begun");
        _store.IsDisposed.Should().BeFalse("others still use it");
        _store.Gate.Set();
        await Task.WhenAll(recorded.SkipLast(1));
        Waiting.Until(() => _store.IsDisposed);
    }

    [Fact]
    public async Task Dispose_OfAStoreThatHangs_GivesUpWhenTheTimeIsOver()
    {
        var store = new SlowStore();
        var ledger = await BudgetLedger.OpenAsync(store, new BudgetLedgerOptions { DrainTimeout = TimeSpan.Zero }, cancellationToken: Stop);
        store.Gate.Reset();
        var listed = ledger.ListAsync(Stop);
        Waiting.Until(() => store.UnderWay == 1);

        ledger.Dispose();

        store.IsDisposed.Should().BeFalse();
        store.Gate.Set();
        (await listed).Should().BeEmpty();
        Waiting.Until(() => store.IsDisposed);
    }

    [Fact]
    public async Task Dispose_WhereTheStoreIsToStayOpen_LeavesItOpen()
    {
        var store = new SlowStore();
        var ledger = await BudgetLedger.OpenAsync(store, new BudgetLedgerOptions { LeaveStoreOpen = true }, cancellationToken: Stop);

        await ledger.DisposeAsync();

        store.IsDisposed.Should().BeFalse();
        await using var next = await BudgetLedger.OpenAsync(store, cancellationToken: Stop);
    }

    [Fact]
    public async Task Open_OfAStoreThatFails_DisposesIt()
    {
        var store = new SlowStore { Failure = new TimeoutException() };

        (await FluentActions.Awaiting(() => BudgetLedger.OpenAsync(store, cancellationToken: Stop)).Should().ThrowAsync<BudgetLedgerException>())
            .Which.IsTransient.Should().BeTrue();

        store.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task Open_Cancelled_DisposesTheStoreWhenItsCallHasEnded()
    {
        var store = new SlowStore();
        store.Gate.Reset();
        var source = new CancellationTokenSource();
        var opening = BudgetLedger.OpenAsync(store, cancellationToken: source.Token);
        Waiting.Until(() => store.UnderWay == 1);

        await source.CancelAsync();

        await opening.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
        store.Gate.Set();
        Waiting.Until(() => store.IsDisposed);
    }

    [Fact]
    public async Task Open_OfALedgerByOtherRules_IsRefused()
    {
        var store = new SlowStore();
        ((IBudgetStore)store).Open(SchemaSetUp.Create);
        store.Transact(new LedgerScope(), new Contract.TestRules(rows => rows.Ledger = rows.Ledger with { RulesVersion = 99 }));

        var failure = await FluentActions.Awaiting(() => BudgetLedger.OpenAsync(store, cancellationToken: Stop)).Should().ThrowAsync<BudgetLedgerException>();

        failure.Which.Message.Should().Contain("99");
        failure.Which.IsTransient.Should().BeFalse();
    }

    private Task<LedgerEntryResult> RecordAsync(string key) => _ledger.RecordAsync("team", 1m, key, cancellationToken: Stop);
}
