namespace BudgetEnforcement.Tests.Runs;

public sealed class ForecastAndWaitersTests
{
    [Fact]
    public async Task Report_SomebodyWaits_DoesNotCallAFittingRunOverBudget()
    {
        var token = TestContext.Current.CancellationToken;
        var clock = new ManualClock();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, MaxWaiters = 1 }, timeProvider: clock);
        var forecaster = new BudgetForecaster(budget);
        clock.Advance(TimeSpan.FromHours(1));
        budget.AddCost(20m);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var waiting = budget.ReserveAsync(90m, stop.Token).AsTask();

        var forecast = forecaster.Report(0.5);
        await stop.CancelAsync();

        forecast.Should().Match<BudgetForecast>(f => f.ProjectedTotal == 40m && f.Status == ForecastStatus.WithinBudget);
        await waiting.Awaiting(w => w).Should().ThrowAsync<OperationCanceledException>();
    }
}
