#pragma warning disable CA2000 // The ledger disposes of its store.

using BudgetEnforcement.Stores;
using Npgsql;
using static BudgetEnforcement.Tests.Ledger.Contract.Polling;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>
/// Shared budgets whose server crashes, stalls or is cut off: a process spends what it holds, refuses beyond, hangs nowhere, and comes back by itself.
/// </summary>
public sealed class PostgreSqlOutageTests(PostgreSqlServer shared) : IAsyncLifetime
{
    private const decimal Cost = 0.01m;

    /// <summary>At least this many costs fit into the amount that is held when the server goes away.</summary>
    private const int AtHand = 10;

    private readonly PostgreSqlServer _own = new();
    private readonly CancellationTokenSource _isDone = new();
    private BudgetLedger? _ledger;
    private BudgetEnforcer _team = null!;
    private long _costs;
    private long _refused;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static int Rounds => KillTests.IsLongRun ? 12 : 2;

    private decimal Truth => Interlocked.Read(ref _costs) * Cost;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _isDone.CancelAsync();
        if (_ledger is not null)
            await _ledger.DisposeAsync();
        _own.Dispose();
        _isDone.Dispose();
    }

    [Fact]
    public async Task Server_ThatIsDown_IsOutlivedByWhatIsHeld()
    {
        await OpenAsync(_own.DataSource, _own.NewSchema());
        for (var round = 0; round < Rounds; round++)
        {
            await HoldSomethingAsync();
            _own.Stop();

            SpendUntilRefused().Should().BeGreaterThanOrEqualTo(AtHand);
            await UntilAsync(() => _ledger!.State == BudgetLedgerState.Unavailable);
            (await _ledger!.Awaiting(it => it.FlushAsync(Stop)).Should().ThrowAsync<BudgetLedgerException>()).Which.IsTransient.Should().BeTrue();
            Record();
            _own.StartAgain();
            await ComeBackAsync();
        }

        await AgreeAsync();
    }

    [Fact]
    public async Task Server_ThatCrashesInMidRun_HasEveryCostInTheEnd()
    {
        await OpenAsync(_own.DataSource, _own.NewSchema());
        var spenders = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(SpendUntilDone, Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var (spent, refused) = (Interlocked.Read(ref _costs), Interlocked.Read(ref _refused));
            await UntilAsync(() => Interlocked.Read(ref _costs) > spent + 500);
            _own.Stop();
            await UntilAsync(() => Interlocked.Read(ref _refused) > refused);
            _own.StartAgain();
        }

        await ComeBackAsync();
        await _isDone.CancelAsync();
        await Task.WhenAll(spenders);
        await AgreeAsync();
    }

    /// <param name="isCommitted">Whether the server carries out one more exchange, whose answer is lost: it must not count twice.</param>
    /// <param name="isCutThen">Whether the connections break before bytes flow again.</param>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Network_ThatStalls_HangsNothingButTheExchange(bool isCommitted, bool isCutThen)
    {
        using var proxy = new StallingProxy(shared.EndPoint);
        var settings = new NpgsqlConnectionStringBuilder(shared.ConnectionString) { Host = "127.0.0.1", Port = proxy.Port, SslMode = SslMode.Disable };
        await OpenAsync(shared.NewDataSource(settings), shared.NewSchema());
        await HoldSomethingAsync();
        if (isCommitted)
            proxy.StallAfter("\0commit\0"); // The statement as Npgsql sends it.
        else
            proxy.Stall();

        SpendUntilRefused().Should().BeGreaterThanOrEqualTo(AtHand);
        await UntilAsync(() => _ledger!.State == BudgetLedgerState.Unavailable);
        await NothingElseHangsAsync();
        if (isCutThen)
        {
            proxy.Cut();
            TrySpend(out var check).Should().BeFalse();
            check.Reason.Should().Be(BudgetRefusalReason.LedgerUnavailable);
            _ledger!.State.Should().Be(BudgetLedgerState.Unavailable);
        }

        proxy.Restore();
        await ComeBackAsync();
        await AgreeAsync();
    }

    private async Task OpenAsync(NpgsqlDataSource dataSource, string schema)
    {
        // The process keeps what it holds for ten intervals, and gives up an ask soon.
        var options = new BudgetLedgerOptions { AskTimeout = TimeSpan.FromSeconds(0.3) };
        _ledger = await BudgetLedger.OpenAsync(new PostgreSqlBudgetStore(dataSource, schema), options, cancellationToken: Stop);
        _team = await _ledger.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 1_000_000m }, cancellationToken: Stop);
    }

    /// <summary>Spends until the ledger has let it hold something beyond.</summary>
    private async Task HoldSomethingAsync()
    {
        while (true)
        {
            TrySpend(out _);
            await _ledger!.FlushAsync(Stop);
            var held = (await _ledger.GetNodesAsync(Stop)).SelectMany(node => node.Holdings).Sum(holding => holding.Held);
            if (held >= AtHand * Cost)
                return;
        }
    }

    private bool TrySpend(out BudgetCheck check)
    {
        if (!_team.TryReserve(Cost, out var reservation, out check))
            return false;
        using (reservation)
            reservation.Commit(Cost);
        Interlocked.Increment(ref _costs);
        return true;
    }

    /// <summary>Records a cost that was not asked for, which always counts.</summary>
    private void Record()
    {
        _team.AddCost(Cost);
        Interlocked.Increment(ref _costs);
    }

    private int SpendUntilRefused()
    {
        var admitted = 0;
        BudgetCheck check;
        while (TrySpend(out check))
            admitted++;
        check.Reason.Should().Be(BudgetRefusalReason.LedgerUnavailable);
        return admitted;
    }

    private void SpendUntilDone()
    {
        while (!_isDone.IsCancellationRequested)
        {
            if (!TrySpend(out _))
                Interlocked.Increment(ref _refused);
        }
    }

    private async Task NothingElseHangsAsync()
    {
        _team.CheckBudgetAvailable(Cost).Message.Should().NotBeEmpty();
        _team.GetStatus().Spent.Should().Be(Truth);
        Record();
        _team.TryAddCost(0m).Should().BeTrue();
        (await _team.Awaiting(it => it.ReserveAsync(Cost, Stop)).Should().ThrowAsync<BudgetExceededException>())
            .Which.Check.Reason.Should().Be(BudgetRefusalReason.LedgerUnavailable);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await _ledger!.Awaiting(it => it.FlushAsync(cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
        await _ledger!.Awaiting(it => it.ListAsync(cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    private async Task ComeBackAsync()
    {
        await UntilAsync(() => _ledger!.State == BudgetLedgerState.Connected);
        await UntilAsync(() => TrySpend(out _));
    }

    private async Task AgreeAsync()
    {
        while (true)
        {
            try
            {
                await _ledger!.FlushAsync(Stop);
                break;
            }
            catch (BudgetLedgerException failure) when (failure.IsTransient)
            {
                // A connection of the pool that the server has closed.
            }
        }

        (await _ledger.FindAsync("team", Stop))!.Spent.Should().Be(Truth);
        _team.Spent.Should().Be(Truth);
    }
}
