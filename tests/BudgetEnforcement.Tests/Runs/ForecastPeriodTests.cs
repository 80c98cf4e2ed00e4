using BudgetEnforcement.Tests.Periods;

namespace BudgetEnforcement.Tests.Runs;

/// <summary>"Forecasts know the period": the clock starts on a Wednesday at 12:00 UTC.</summary>
public sealed class ForecastPeriodTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Report_DayOfTwentyFiveHours_HasRoomForTwentyFour()
    {
        // The clocks of Berlin are put back on 25 October 2026.
        _clock.GoTo(new DateTimeOffset(2026, 10, 24, 10, 0, 0, TimeSpan.Zero));
        var budget = _clock.Budget(limit: 24m, zone: TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

        AfterAnHour(budget, spent: 1m).Report(1 / 72d).Status.Should().Be(ForecastStatus.OverBudget);
    }

    [Fact]
    public async Task ReportProgress_JobOfThreeDaysUnderADailyLimit_IsNeverCalledOverBudget()
    {
        var budget = _clock.Budget(limit: 10m);
        var statuses = new List<ForecastStatus>();

        var result = await BudgetedRun.RunAsync(
            budget,
            (run, _) =>
            {
                for (var hour = 1; hour <= 72; hour++)
                {
                    _clock.Advance(TimeSpan.FromHours(1));
                    run.Budget.AddCost(1m / 3m);
                    statuses.Add(run.ReportProgress(hour / 72d).Status);
                }

                return Task.CompletedTask;
            },
            new BudgetedRunOptions(),
            TestContext.Current.CancellationToken);

        result.Outcome.Should().Be(BudgetedRunOutcome.Completed);
        statuses.Should().NotContain(ForecastStatus.OverBudget).And.Contain(ForecastStatus.WithinBudget);
    }

    [Fact]
    public async Task Report_TimePastAllCalendars_Ends()
    {
        _clock.GoTo(new DateTimeOffset(9999, 6, 1, 0, 0, 0, TimeSpan.Zero));
        var forecaster = AfterAnHour(_clock.Budget(limit: 10m), spent: 0.0001m);

        var forecast = await Task.Run(() => forecaster.Report(0.01), TestContext.Current.CancellationToken);

        forecast.Status.Should().Be(ForecastStatus.WithinBudget);
    }

    private BudgetForecaster AfterAnHour(BudgetEnforcer budget, decimal spent)
    {
        var forecaster = new BudgetForecaster(budget);
        _clock.Advance(TimeSpan.FromHours(1));
        budget.AddCost(spent);
        return forecaster;
    }
}
