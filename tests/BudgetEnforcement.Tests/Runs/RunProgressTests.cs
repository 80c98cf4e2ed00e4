namespace BudgetEnforcement.Tests.Runs;

/// <summary>What reports of progress forecast, warn of and tell: at one a second under a limit of 100.</summary>
public sealed class RunProgressTests : RunFixture
{
    [Fact]
    public async Task ReportProgress_ProjectionPastTheLimit_WarnsOnceLongBeforeAnyThreshold()
    {
        var result = await Run((run, _) =>
        {
            for (var step = 1; step <= 50; step++)
            {
                Clock.AdvanceSeconds(1);
                run.ReportProgress(step / 200d);
            }
        });

        (Logged("ForecastOverBudget"), Logged("ThresholdReached")).Should().Be((1, 0));
        result.Forecast.Should().Match<BudgetForecast>(f => f.Status == ForecastStatus.OverBudget && f.Progress == 0.25 && f.Spent == 50m);
    }

    [Fact]
    public async Task ReportProgress_ByManyThreadsOfAnotherCulture_WarnsOnceInTheSameText()
    {
        await Run(async (run, token) =>
        {
            Clock.AdvanceSeconds(50);
            await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Text.Under("ar-SA", () => run.ReportProgress(0.25)), token)));
        });

        ShouldHaveWarned("The run will not finish inside budget default: at 25 % its projected total is 200.00 USD of 100.00");
    }

    [Theory]
    [InlineData(2, 0.5, "0", 4, ForecastStatus.WithinBudget)] // Between two renewals its time is not recorded yet.
    [InlineData(20, 0.25, "0", 80, ForecastStatus.WithinBudget)]
    [InlineData(20, 0.25, "20.01", 80, ForecastStatus.OverBudget)]
    public async Task ReportProgress_AfterSomeSeconds_WarnsWhereTheProjectionLeavesNoLanding(
        int seconds, double progress, string landingReserve, int total, ForecastStatus status)
    {
        var forecast = await ReportAfter(seconds, progress, Metered(Text.Decimal(landingReserve)));

        (forecast.Spent, forecast.ProjectedTotal, forecast.Status).Should().Be((seconds, total, status));
        Logged("ForecastOverBudget").Should().Be(status == ForecastStatus.OverBudget ? 1 : 0);
    }

    [Fact]
    public async Task ReportProgress_BudgetAboveDoesNotHoldTheRun_WarnsOfThatOneWithItsOwnNumbers()
    {
        Budget.AddCost(30m);

        await ReportAfter(20, 0.25, budget: Budget.Child(1000m, "job"));

        ShouldHaveWarned("The run will not finish inside budget default: at 25 % its projected total is 110.00 USD of 100.00");
    }

    [Fact]
    public async Task ReportProgress_JobOfThreeDaysUnderADailyLimit_IsNeverCalledOverBudget()
    {
        var budget = Budget.CreateChild(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily });
        var statuses = new List<ForecastStatus>();

        var result = await Run(
            (run, _) =>
            {
                for (var hour = 1; hour <= 72; hour++)
                {
                    Clock.Advance(TimeSpan.FromHours(1));
                    run.Budget.AddCost(1m / 3m);
                    statuses.Add(run.ReportProgress(hour / 72d).Status);
                }
            },
            new BudgetedRunOptions(),
            budget);

        result.Outcome.Should().Be(BudgetedRunOutcome.Completed);
        statuses.Should().NotContain(ForecastStatus.OverBudget).And.Contain(ForecastStatus.WithinBudget);
    }

    [Fact]
    public async Task ReportProgress_ResumedRun_ProjectsFromWhereItStarted()
    {
        BudgetForecast before = default, after = default;
        var options = Metered();
        options.InitialProgress = 0.5;

        await Run(
            (run, _) =>
            {
                before = run.Forecast;
                Clock.AdvanceSeconds(10);
                after = run.ReportProgress(0.6);
            },
            options);

        before.Progress.Should().Be(0.5);
        after.ProjectedTotal.Should().BeApproximately(50m, 0.0000001m);
    }

    [Fact]
    public async Task ReportProgress_Reporter_IsToldEachForecastAndFailsTheJobWhereItThrows()
    {
        var told = new List<BudgetForecast>();
        var failure = new InvalidOperationException("reporter");
        var reporter = new Reporter(forecast =>
        {
            told.Add(forecast);
            if (told.Count == 2)
                throw failure;
        });

        var result = await Run(
            (run, _) =>
            {
                run.ReportProgress(0.1);
                run.ReportProgress(0.2);
            },
            new BudgetedRunOptions { Progress = reporter });

        told.Select(f => f.Progress).Should().Equal(0.1, 0.2);
        (result.Forecast, result.Outcome, result.Exception).Should().Be((told[1], BudgetedRunOutcome.Failed, failure));
    }

    private async Task<BudgetForecast> ReportAfter(int seconds, double progress, BudgetedRunOptions? options = null, BudgetEnforcer? budget = null)
    {
        BudgetForecast forecast = default;
        await Run(
            (run, _) =>
            {
                Clock.AdvanceSeconds(seconds);
                forecast = run.ReportProgress(progress);
            },
            options,
            budget);
        return forecast;
    }

    private void ShouldHaveWarned(string message) =>
        Logger.Collector.GetSnapshot().Single(record => record.Id.Name == "ForecastOverBudget").Message.Should().Be(message);

    private sealed class Reporter(Action<BudgetForecast> tell) : IProgress<BudgetForecast>
    {
        public void Report(BudgetForecast value) => tell(value);
    }
}
