namespace BudgetEnforcement.Tests.Runs;

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

        Logged("ForecastOverBudget").Should().Be(1);
        Logged("ThresholdReached").Should().Be(0);
        result.Forecast.Should().Match<BudgetForecast>(f => f.Status == ForecastStatus.OverBudget && f.Progress == 0.25 && f.Spent == 50m);
    }

    [Fact]
    public async Task ReportProgress_ByManyThreads_WarnsOnce()
    {
        await Run(async (run, token) =>
        {
            Clock.AdvanceSeconds(50);
            await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => run.ReportProgress(0.25), token)));
        });

        Logged("ForecastOverBudget").Should().Be(1);
    }

    [Theory]
    [InlineData("0", ForecastStatus.WithinBudget)]
    [InlineData("20.01", ForecastStatus.OverBudget)]
    public async Task ReportProgress_ProjectionOfEighty_WarnsWhereItLeavesNoLanding(string landingReserve, ForecastStatus status)
    {
        var forecast = await ReportAfter(20, 0.25, Metered(Text.Decimal(landingReserve)));

        (forecast.ProjectedTotal, forecast.Status).Should().Be((80m, status));
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
    public async Task ReportProgress_UnderAnotherCulture_LogsTheSameText()
    {
        await Run((run, _) =>
        {
            Clock.AdvanceSeconds(50);
            Text.Under("ar-SA", () => run.ReportProgress(0.25));
        });

        ShouldHaveWarned("The run will not finish inside budget default: at 25 % its projected total is 200.00 USD of 100.00");
    }

    [Fact]
    public async Task ReportProgress_BetweenRenewals_CountsTheTimeThatIsNotRecordedYet()
    {
        var forecast = await ReportAfter(2, 0.5);

        (forecast.Spent, forecast.ProjectedTotal).Should().Be((2m, 4m));
    }

    [Fact]
    public async Task ReportProgress_ResumedRun_ProjectsFromWhereItStarted()
    {
        BudgetForecast before = default, after = default;

        await Run(
            (run, _) =>
            {
                before = run.Forecast;
                Clock.AdvanceSeconds(10);
                after = run.ReportProgress(0.6);
            },
            new BudgetedRunOptions { RatePerHour = OnePerSecond, InitialProgress = 0.5 });

        before.Progress.Should().Be(0.5);
        after.ProjectedTotal.Should().BeApproximately(50m, 0.0000001m);
    }

    [Fact]
    public async Task ReportProgress_Reporter_IsToldEachForecast()
    {
        var told = new List<BudgetForecast>();

        var result = await Run(
            (run, _) =>
            {
                run.ReportProgress(0.1);
                run.ReportProgress(0.2);
            },
            new BudgetedRunOptions { Progress = new Reporter(told.Add) });

        told.Select(f => f.Progress).Should().Equal(0.1, 0.2);
        result.Forecast.Should().Be(told[1]);
    }

    [Fact]
    public async Task ReportProgress_ReporterThatThrows_FailsTheJobThatReported()
    {
        var failure = new InvalidOperationException("reporter");

        var result = await Run((run, _) => run.ReportProgress(0.1), new BudgetedRunOptions { Progress = new Reporter(_ => throw failure) });

        (result.Outcome, result.Exception).Should().Be((BudgetedRunOutcome.Failed, failure));
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
