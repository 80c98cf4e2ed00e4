namespace BudgetEnforcement.Tests.Runs;

public sealed class BudgetForecasterTests
{
    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _budget;

    public BudgetForecasterTests() => _budget = Budget(100m);

    [Fact]
    public void Report_PaceThatFits_ProjectsEverything()
    {
        var forecaster = new BudgetForecaster(_budget);
        Spend(_budget, 20m, TimeSpan.FromHours(1));

        var forecast = forecaster.Report(0.25);

        forecast.Status.Should().Be(ForecastStatus.WithinBudget);
        forecast.Should().Match<BudgetForecast>(f => f.Spent == 20m && f.ProjectedTotal == 80m && f.BurnRatePerHour == 20m);
        forecast.Elapsed.Should().Be(TimeSpan.FromHours(1));
        forecast.TimeToCompletion.Should().Be(TimeSpan.FromHours(3));
        forecast.TimeToExhaustion.Should().BeCloseTo(TimeSpan.FromHours(4), TimeSpan.FromMilliseconds(1));
        forecast.ExhaustedAt.Should().BeCloseTo(_clock.GetUtcNow().AddHours(4), TimeSpan.FromMilliseconds(1));
    }

    private BudgetEnforcer Budget(decimal limit) => new(new BudgetOptions { Limit = limit }, timeProvider: _clock);

    private void Spend(BudgetEnforcer budget, decimal amount, TimeSpan time)
    {
        _clock.Advance(time);
        budget.AddCost(amount);
    }
}
