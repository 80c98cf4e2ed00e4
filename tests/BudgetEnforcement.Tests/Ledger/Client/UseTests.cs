using static BudgetEnforcement.Tests.Ledger.Contract.Polling;

namespace BudgetEnforcement.Tests.Ledger.Client;

/// <summary>The features that are built on budgets, on a shared budget that another process spends from too.</summary>
public sealed class UseTests : IAsyncLifetime
{
    private readonly InMemoryBudgetStore _store = new();
    private BudgetLedger _ledger = null!;
    private BudgetLedger _other = null!;
    private BudgetEnforcer _team = null!;
    private BudgetEnforcer _sameTeam = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = new BudgetLedgerOptions { Interval = TimeSpan.FromMilliseconds(20), AskTimeout = TimeSpan.FromMinutes(1) };
        _ledger = await BudgetLedger.OpenAsync(new SharedStore(_store), options, cancellationToken: Stop);
        _other = await BudgetLedger.OpenAsync(new SharedStore(_store), options, cancellationToken: Stop);
        var team = new BudgetOptions { Name = "team", Limit = 100m };
        _team = await _ledger.OpenBudgetAsync(team, cancellationToken: Stop);
        _sameTeam = await _other.OpenBudgetAsync(team, cancellationToken: Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        await _other.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public void Meter_WhoseSliceTheLedgerMightHaveGranted_SaysThatOthersHoldIt()
    {
        using var meter = _team.StartMeter(360m, new CostMeterOptions { Slice = TimeSpan.FromSeconds(10) }); // A slice of 1.

        meter.ChangeRate(18_000m); // A slice of 50, more than this process has at hand, and it does not wait.

        meter.ExhaustedToken.IsCancellationRequested.Should().BeTrue();
        meter.Refusal!.Value.Should().Match<BudgetCheck>(check => !check.IsAvailable && check.Reason == BudgetRefusalReason.HeldElsewhere);
    }

    [Fact]
    public async Task ParentAndChild_LostByTheStoreAndMadeAnewByAnotherProcess_GoOnAsThose()
    {
        using var store = new InMemoryBudgetStore();
        ((IBudgetStore)store).Open(SchemaSetUp.Create);
        var backup = store.Copy();

        // It exchanges when it is told to, so the other process is the first to find the store empty.
        var slow = new BudgetLedgerOptions { Interval = TimeSpan.FromMinutes(10), NodeLifetime = TimeSpan.FromHours(1), AskTimeout = TimeSpan.FromMinutes(1) };
        await using var one = await BudgetLedger.OpenAsync(new SharedStore(store), slow, cancellationToken: Stop);
        var (_, job) = await OpenBothAsync(one);
        job.AddCost(2m);
        await one.FlushAsync(Stop);
        store.Restore(backup);
        await using var two = await BudgetLedger.OpenAsync(new SharedStore(store), slow, cancellationToken: Stop);
        var (_, sameJob) = await OpenBothAsync(two);
        sameJob.AddCost(5m);
        await two.FlushAsync(Stop);

        job.AddCost(1m);
        await one.FlushAsync(Stop);

        (await two.FindAsync("job", Stop))!.Spent.Should().Be(8m);
        (await two.FindAsync("parent", Stop))!.Spent.Should().Be(8m);

        static async Task<(BudgetEnforcer Parent, BudgetEnforcer Job)> OpenBothAsync(BudgetLedger ledger)
        {
            var parent = await ledger.OpenBudgetAsync(new BudgetOptions { Name = "parent", Limit = 100m }, cancellationToken: Stop);
            return (parent, await ledger.OpenBudgetAsync(new BudgetOptions { Name = "job", Limit = 50m }, parent, Stop));
        }
    }

    [Fact]
    public async Task Forecast_OfAJobOnASharedBudget_ProjectsItsOwnCostOnly()
    {
        var forecaster = new BudgetForecaster(_team);
        _team.AddCost(10m);
        _sameTeam.AddCost(50m);
        await _other.FlushAsync(Stop);
        await UntilAsync(() => _team.Spent == 60m);

        var forecast = forecaster.Report(0.5);

        (forecast.Spent, forecast.ProjectedTotal).Should().Be((60m, 70m));
    }

    [Fact]
    public async Task Run_OnASharedBudget_IsStoppedWhenOthersExceedIt()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = BudgetedRun.RunAsync(
            _team,
            async (_, stopped) =>
            {
                started.SetResult();
                await Task.Delay(Timeout.Infinite, stopped);
            },
            cancellationToken: Stop);
        await started.Task;

        _sameTeam.AddCost(101m);

        (await run.WaitAsync(Stop)).Outcome.Should().Be(BudgetedRunOutcome.StoppedByBudget);
    }

    [Fact]
    public async Task Registry_UnderASharedBudget_MakesOrdinaryBudgets()
    {
        var tenants = new BudgetRegistry<string>(_team, _ => new BudgetOptions { Limit = 5m });

        tenants.GetOrAdd("a").TryAddCost(4m).Should().BeTrue();
        tenants.GetOrAdd("b").TryAddCost(6m).Should().BeFalse();

        await UntilAsync(() => _sameTeam.Spent == 4m);
    }

    [Fact]
    public async Task ExecuteAsync_OnASharedBudget_CommitsWhatItCost()
    {
        (await _team.ExecuteAsync(3m, _ => Task.FromResult(("done", 2m)), cancellationToken: Stop)).Should().Be("done");

        await UntilAsync(() => _sameTeam.Spent == 2m);
    }

    [Fact]
    public void Refund_AndCostsBetweenExchanges_KeepTheNumbersTogether()
    {
        _team.TryAddCost(10m).Should().BeTrue();
        using var reservation = _team.Reserve(5m);
        for (var i = 0; i < 1_000; i++)
        {
            _team.AddCost(0.01m);
            _team.TryRefund(0.005m).Should().BeTrue();
            var report = _team.GetStatus();
            (report.Reserved, report.Spent, report.OwnSpent).Should().Be((5m, 10m + (0.005m * (i + 1)), 10m + (0.005m * (i + 1))));
            report.Available.Should().BeInRange(0m, 100m - 5m - report.Spent);
        }
    }
}
