namespace BudgetEnforcement.Tests.Runs;

/// <summary>"Forecasts know the period": the clock starts on a Monday at 12:00 UTC.</summary>
public sealed class ForecastPeriodTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Report_PaceThatEachDayHolds_IsWithinBudget()
    {
        var forecaster = new BudgetForecaster(Daily(10m, out var budget));
        Spend(budget, 1m, hours: 3);

        var forecast = forecaster.Report(1 / 24d);

        forecast.Status.Should().Be(ForecastStatus.WithinBudget);
        forecast.BurnRatePerHour.Should().BeApproximately(1m / 3m, 0.0001m);
        forecast.ProjectedTotal.Should().BeApproximately(24m, 0.0001m);
        (forecast.TimeToExhaustion, forecast.ExhaustedAt).Should().Be((null, null));
    }

    [Fact]
    public void Report_PaceAboveTheLimitOfADay_IsOverBudgetThoughTodayHoldsIt()
    {
        var forecaster = new BudgetForecaster(Daily(10m, out var budget));
        Spend(budget, 1.5m, hours: 3);

        var forecast = forecaster.Report(1 / 24d);

        (forecast.Status, forecast.TimeToExhaustion).Should().Be((ForecastStatus.OverBudget, null), "today has room until midnight, tomorrow has not");
    }

    [Fact]
    public void Report_PaceThatTodayDoesNotHold_IsOverBudgetAndExhaustedBeforeMidnight()
    {
        var forecaster = new BudgetForecaster(Daily(10m, out var budget));
        budget.AddCost(7m);
        Spend(budget, 1m, hours: 3);

        var forecast = forecaster.Report(1 / 24d);

        // Of that 7 belong to the pace too: 8 in three hours.
        (forecast.Status, forecast.TimeToExhaustion).Should().Be((ForecastStatus.OverBudget, TimeSpan.FromMinutes(45)));
    }

    [Fact]
    public void Report_WorkDoneBeforeThePeriodEnds_GoesByWhatIsLeftOfIt()
    {
        var forecaster = new BudgetForecaster(Daily(10m, out var budget));
        Spend(budget, 6m, hours: 3);

        var half = forecaster.Report(0.5);
        budget.UpdateLimit(12m);

        (half.Status, forecaster.Report(0.5).Status).Should().Be((ForecastStatus.OverBudget, ForecastStatus.WithinBudget));
    }

    [Fact]
    public void Report_PaceOfExactlyTheLimitADay_IsWithinBudgetAndNeverExhausted()
    {
        var forecaster = new BudgetForecaster(Daily(24m, out var budget));
        Spend(budget, 7m, hours: 7);

        var forecast = forecaster.Report(7 / 72d);

        (forecast.Status, forecast.TimeToExhaustion).Should().Be((ForecastStatus.WithinBudget, null));
    }

    [Fact]
    public void Report_DayOfTwentyFiveHours_HasRoomForTwentyFour()
    {
        // The clocks of Berlin are put back on 25 October 2026.
        _clock.GoTo(new DateTimeOffset(2026, 10, 24, 10, 0, 0, TimeSpan.Zero));
        var budget = new BudgetEnforcer(
            new BudgetOptions
            {
                Limit = 24m,
                Period = BudgetPeriod.Daily,
                TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            },
            timeProvider: _clock);
        var forecaster = new BudgetForecaster(budget);
        Spend(budget, 1m, hours: 1);

        forecaster.Report(1 / 72d).Status.Should().Be(ForecastStatus.OverBudget);
    }

    [Fact]
    public void Report_ParentWithoutAPeriod_GoesByTheParent()
    {
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 20m }, timeProvider: _clock);
        var day = root.CreateChild(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily });
        var forecaster = new BudgetForecaster(day);
        Spend(day, 1m, hours: 3);

        var forecast = forecaster.Report(1 / 24d);

        (forecast.Status, forecast.TimeToExhaustion).Should().Be((ForecastStatus.OverBudget, TimeSpan.FromHours(57)));
    }

    [Fact]
    public void Report_ParentWithAPeriod_IsCoveredByItsResets()
    {
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily }, timeProvider: _clock);
        var job = root.CreateChild(new BudgetOptions { Limit = 24m });
        var forecaster = new BudgetForecaster(job);
        Spend(job, 1m, hours: 3);

        var forecast = forecaster.Report(1 / 24d);

        (forecast.Status, forecast.TimeToExhaustion).Should().Be((ForecastStatus.WithinBudget, TimeSpan.FromHours(69)));
    }

    [Fact]
    public void Report_OthersHoldOfEachDay_LeaveLess()
    {
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily }, timeProvider: _clock);
        var job = root.CreateChild(new BudgetOptions { Limit = 1000m });
        var forecaster = new BudgetForecaster(job);
        Spend(job, 1m, hours: 3);
        var alone = forecaster.Report(1 / 24d).Status;

        using var held = root.Reserve(2.5m);

        (alone, forecaster.Report(1 / 24d).Status).Should().Be((ForecastStatus.WithinBudget, ForecastStatus.OverBudget));
    }

    [Fact]
    public void Report_MoneySetAside_IsNoRoomOnAnyDay()
    {
        var plain = new BudgetForecaster(Daily(10m, out var budget), setAside: 2m);
        var landing = new BudgetForecaster(budget, setAside: 2.01m);
        Spend(budget, 1m, hours: 3);

        (plain.Report(1 / 24d).Status, landing.Report(1 / 24d).Status).Should().Be((ForecastStatus.WithinBudget, ForecastStatus.OverBudget));
    }

    [Fact]
    public async Task ReportProgress_JobOfThreeDaysUnderADailyLimit_IsNeverCalledOverBudget()
    {
        var budget = Daily(10m, out _);
        var token = TestContext.Current.CancellationToken;
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
            token);

        result.Outcome.Should().Be(BudgetedRunOutcome.Completed);
        statuses.Should().NotContain(ForecastStatus.OverBudget).And.Contain(ForecastStatus.WithinBudget);
    }

    [Fact]
    public async Task Report_TimePastAllCalendars_Ends()
    {
        _clock.GoTo(new DateTimeOffset(9999, 6, 1, 0, 0, 0, TimeSpan.Zero));
        var forecaster = new BudgetForecaster(Daily(10m, out var budget));
        Spend(budget, 0.0001m, hours: 1);

        var forecast = await Task.Run(() => forecaster.Report(0.01), TestContext.Current.CancellationToken);

        forecast.Status.Should().Be(ForecastStatus.WithinBudget);
    }

    private BudgetEnforcer Daily(decimal limit, out BudgetEnforcer budget) =>
        budget = new BudgetEnforcer(new BudgetOptions { Limit = limit, Period = BudgetPeriod.Daily }, timeProvider: _clock);

    private void Spend(BudgetEnforcer budget, decimal amount, int hours)
    {
        _clock.Advance(TimeSpan.FromHours(hours));
        budget.AddCost(amount);
    }
}
