using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Testing;
using static BudgetEnforcement.Tests.Ledger.Contract.Polling;

namespace BudgetEnforcement.Tests.Ledger.Client;

/// <summary>What open budgets do when terms end by the store's clock, and what is told of it.</summary>
public sealed class TermTests : IAsyncLifetime
{
    private readonly FakeLogger<BudgetLedger> _log = new();
    private readonly ManualClock _storeClock = new();
    private readonly InMemoryBudgetStore _store;
    private BudgetLedger _ledger = null!;
    private BudgetEnforcer _daily = null!;

    public TermTests() => _store = new InMemoryBudgetStore(_storeClock);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The clock of this machine is a year behind, which makes no difference.
        var clock = new ManualClock(ManualClock.Noon.AddYears(-1));
        var options = new BudgetLedgerOptions { Interval = TimeSpan.FromMilliseconds(20), AskTimeout = TimeSpan.FromSeconds(60) };
        _ledger = await BudgetLedger.OpenAsync(_store, options, _log, clock, Stop);
        _daily = await _ledger.OpenBudgetAsync(
            new BudgetOptions { Name = "daily", Limit = 10m, Period = BudgetPeriod.Daily, MaxWaiters = 5, AlertAt = { 0.5m } }, cancellationToken: Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task Period_EndedByTheClockOfTheStore_BeginsAnewAndKeepsWhatIsReserved()
    {
        var ended = new ConcurrentQueue<BudgetReport>();
        _daily.PeriodEnded += (_, period) => ended.Enqueue(period.Report);
        _daily.AddCost(4m);
        await _ledger.FlushAsync(Stop);
        var reservation = await _daily.ReserveAsync(3m, Stop);
        _daily.GetStatus().PeriodEnd.Should().Be(ManualClock.Midnight);

        _storeClock.Advance(TimeSpan.FromHours(13));
        await UntilAsync(() => !ended.IsEmpty);

        ended.Should().ContainSingle().Which.Spent.Should().Be(4m);
        var report = _daily.GetStatus();
        (report.Spent, report.Reserved, report.OwnSpent, report.PeriodEnd, report.Resets).Should().Be((0m, 3m, 0m, ManualClock.Midnight.AddDays(1), 1));
        reservation.Commit(2m);
        await _ledger.FlushAsync(Stop);
        (await _ledger.FindAsync("daily", Stop))!.Spent.Should().Be(2m);
        (await _ledger.GetTermsAsync("daily", cancellationToken: Stop)).Single().Spent.Should().Be(4m);
        LedgerCheck.Find(_store).Should().BeEmpty();
    }

    [Fact]
    public async Task Waiter_ForMoreThanIsLeftOfThePeriod_IsServedInTheNext()
    {
        _daily.AddCost(8m);
        await _ledger.FlushAsync(Stop);
        _daily.CheckBudgetAvailable(5m).RetryAt.Should().Be(ManualClock.Midnight);
        var waiting = _daily.ReserveAsync(5m, Stop).AsTask();

        _storeClock.Advance(TimeSpan.FromHours(13));

        (await waiting.WaitAsync(Stop)).Commit(5m);
        _daily.Spent.Should().Be(5m);
    }

    [Fact]
    public async Task Crossings_OfATermAndOfTheNext_AreToldOnceEachInOrder()
    {
        var crossed = new ConcurrentQueue<(decimal? Threshold, bool IsAnnouncer)>();
        _daily.ThresholdCrossed += (_, crossing) => crossed.Enqueue((crossing.Threshold, crossing.IsAnnouncer));

        _daily.AddCost(8m);
        await UntilAsync(() => crossed.Count == 2);
        _storeClock.Advance(TimeSpan.FromHours(13));
        await UntilAsync(() => _daily.Spent == 0m);
        _daily.AddCost(6m);
        await UntilAsync(() => crossed.Count == 3);
        _daily.AddCost(5m);
        await UntilAsync(() => crossed.Count == 6);

        crossed.Should().Equal((0.5m, true), (0.75m, true), (0.5m, true), (0.75m, true), (0.9m, true), (null, true));
        await UntilAsync(() => _log.Collector.GetSnapshot().Count(record => record.Id.Name is "AlertReached" or "ThresholdReached" or "BudgetExceeded") == 6);
    }

    [Fact]
    public async Task UpdateLimit_ThatIsReachedByIt_AnnouncesOnce()
    {
        var crossed = new ConcurrentQueue<(decimal? Threshold, bool IsAnnouncer)>();
        _daily.ThresholdCrossed += (_, crossing) => crossed.Enqueue((crossing.Threshold, crossing.IsAnnouncer));
        _daily.AddCost(4m);
        await _ledger.FlushAsync(Stop);

        _daily.UpdateLimit(5m);
        await UntilAsync(() => crossed.Count == 2);

        crossed.Should().Equal((0.5m, true), (0.75m, true));
        await UntilAsync(() => _log.Collector.GetSnapshot().Count(record => record.Id.Name == "LedgerLimitChanged") == 1);
        _log.Collector.GetSnapshot().Should().NotContain(record => record.Id.Name == "LedgerThresholdReached");
    }
}
