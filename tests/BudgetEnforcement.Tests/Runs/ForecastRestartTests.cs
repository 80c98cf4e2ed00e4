namespace BudgetEnforcement.Tests.Runs;

/// <summary>"When the spend of the budget starts again from 0, the comparison does too."</summary>
public sealed class ForecastRestartTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Report_SpendBelowTheStartAfterAReset_ComparesFromThere()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, InitialSpent = 50m }, timeProvider: _clock);
        var forecaster = new BudgetForecaster(budget);
        Spend(budget, 10m);
        forecaster.Report(0.2);
        budget.Reset();
        forecaster.Report(0.2);

        Spend(budget, 10m);

        forecaster.Report(0.4).ProjectedTotal.Should().BeApproximately(40m, 0.0000001m);
    }

    [Fact]
    public void Report_ResetOfABudgetThatStartedAtZero_ComparesFromThere()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: _clock);
        var forecaster = new BudgetForecaster(budget);
        Spend(budget, 50m);
        forecaster.Report(0.5);
        budget.Reset();
        forecaster.Report(0.5);

        Spend(budget, 20m);
        var forecast = forecaster.Report(0.6);

        // A tenth cost 20, so the four tenths that are left cost 80.
        forecast.ProjectedTotal.Should().BeApproximately(100m, 0.0000001m);
    }

    [Fact]
    public void Report_NewPeriodOfABudgetThatStartedAtZero_ComparesFromThere()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily }, timeProvider: _clock);
        var forecaster = new BudgetForecaster(budget);
        Spend(budget, 50m);
        forecaster.Report(0.5);
        _clock.Advance(TimeSpan.FromDays(1));
        forecaster.Report(0.5);

        Spend(budget, 20m);
        var forecast = forecaster.Report(0.6);

        (forecast.Status, forecast.Elapsed).Should().Be((ForecastStatus.WithinBudget, TimeSpan.FromHours(1)));
        forecast.ProjectedTotal.Should().BeApproximately(100m, 0.0000001m);
    }

    [Fact]
    public void Report_AllDoneButPastTheLimit_IsOverBudget()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: _clock);
        var forecaster = new BudgetForecaster(budget);
        Spend(budget, 150m);

        forecaster.Report(1).Should().Match<BudgetForecast>(f => f.ProjectedTotal == 150m && f.Status == ForecastStatus.OverBudget);
    }

    private void Spend(BudgetEnforcer budget, decimal amount)
    {
        _clock.Advance(TimeSpan.FromHours(1));
        budget.AddCost(amount);
    }
}
