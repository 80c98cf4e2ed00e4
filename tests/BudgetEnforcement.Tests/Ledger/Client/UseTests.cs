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
