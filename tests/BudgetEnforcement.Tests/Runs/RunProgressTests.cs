using System.Globalization;

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

            return Task.CompletedTask;
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

    [Fact]
    public async Task ReportProgress_ProjectionThatFits_WarnsNobody()
    {
        await Run((run, _) =>
        {
            Clock.AdvanceSeconds(20);
            run.ReportProgress(0.25);
            return Task.CompletedTask;
        });

        Logged("ForecastOverBudget").Should().Be(0);
    }

    [Fact]
    public async Task ReportProgress_ProjectionThatLeavesNoLanding_Warns()
    {
        BudgetForecast forecast = default;

        await Run(
            (run, _) =>
            {
                Clock.AdvanceSeconds(20);
                forecast = run.ReportProgress(0.25);
                return Task.CompletedTask;
            },
            new BudgetedRunOptions { RatePerHour = OnePerSecond, LandingReserve = 20.01m });

        (forecast.ProjectedTotal, forecast.Status).Should().Be((80m, ForecastStatus.OverBudget));
        Logged("ForecastOverBudget").Should().Be(1);
    }

    [Fact]
    public async Task ReportProgress_BudgetAboveDoesNotHoldTheRun_WarnsOfThatOneWithItsOwnNumbers()
    {
        var job = Budget.CreateChild(new BudgetOptions { Name = "job", Limit = 1000m });
        Budget.AddCost(30m);

        await BudgetedRun.RunAsync(
            job,
            (run, _) =>
            {
                Clock.AdvanceSeconds(20);
                run.ReportProgress(0.25);
                return Task.CompletedTask;
            },
            new BudgetedRunOptions { RatePerHour = OnePerSecond },
            Token);

        Logger.Collector.GetSnapshot().Single(record => record.Id.Name == "ForecastOverBudget").Message
            .Should().Be("The run will not finish inside budget default: at 25 % its projected total is 110.00 USD of 100.00");
    }

    [Fact]
    public async Task ReportProgress_BetweenRenewals_CountsTheTimeThatIsNotRecordedYet()
    {
        BudgetForecast forecast = default;

        await Run((run, _) =>
        {
            Clock.AdvanceSeconds(2);
            forecast = run.ReportProgress(0.5);
            return Task.CompletedTask;
        });

        (forecast.Spent, forecast.ProjectedTotal).Should().Be((2m, 4m));
    }

    [Fact]
    public async Task ReportProgress_ResumedRun_ProjectsFromWhereItStarted()
    {
        BudgetForecast forecast = default;

        await Run(
            (run, _) =>
            {
                run.Forecast.Progress.Should().Be(0.5);
                Clock.AdvanceSeconds(10);
                forecast = run.ReportProgress(0.6);
                return Task.CompletedTask;
            },
            new BudgetedRunOptions { RatePerHour = OnePerSecond, InitialProgress = 0.5 });

        forecast.ProjectedTotal.Should().BeApproximately(50m, 0.0000001m);
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
                return Task.CompletedTask;
            },
            new BudgetedRunOptions { Progress = new Reporter(told.Add) });

        told.Select(f => f.Progress).Should().Equal(0.1, 0.2);
        result.Forecast.Should().Be(told[1]);
    }

    [Fact]
    public async Task ReportProgress_ReporterThatThrows_FailsTheJobThatReported()
    {
        var failure = new InvalidOperationException("reporter");

        var result = await Run(
            (run, _) =>
            {
                run.ReportProgress(0.1);
                return Task.CompletedTask;
            },
            new BudgetedRunOptions { Progress = new Reporter(_ => throw failure) });

        (result.Outcome, result.Exception).Should().Be((BudgetedRunOutcome.Failed, failure));
    }

    [Fact]
    public async Task ReportProgress_UnderAnotherCulture_LogsTheSameText()
    {
        await Run((run, _) =>
        {
            var before = CultureInfo.CurrentCulture;
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            try
            {
                Clock.AdvanceSeconds(50);
                run.ReportProgress(0.25);
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }

            return Task.CompletedTask;
        });

        Logger.Collector.GetSnapshot().Single(record => record.Id.Name == "ForecastOverBudget").Message
            .Should().Be("The run will not finish inside budget default: at 25 % its projected total is 200.00 USD of 100.00");
    }

    private Task<BudgetedRunResult> Run(Func<BudgetedRun, CancellationToken, Task> job, BudgetedRunOptions? options = null) =>
        BudgetedRun.RunAsync(Budget, job, options ?? new BudgetedRunOptions { RatePerHour = OnePerSecond }, Token);

    private sealed class Reporter(Action<BudgetForecast> tell) : IProgress<BudgetForecast>
    {
        public void Report(BudgetForecast value) => tell(value);
    }
}
