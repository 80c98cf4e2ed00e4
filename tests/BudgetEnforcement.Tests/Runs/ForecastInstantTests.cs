namespace BudgetEnforcement.Tests.Runs;

/// <summary>A forecast is of one instant, whatever happens between its readings.</summary>
public sealed class ForecastInstantTests
{
    [Fact]
    public async Task ReportProgress_MeterRenewedAtAnyReadingOfTheClock_CountsTheTimeOnce()
    {
        for (var reading = 1; reading <= 6; reading++)
        {
            var clock = new ManualClock();
            var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily }, timeProvider: clock);
            BudgetForecast forecast = default;

            await BudgetedRun.RunAsync(
                budget,
                (run, _) =>
                {
                    clock.Advance(TimeSpan.FromSeconds(2));
                    clock.At(reading, () => run.Meter!.ChangeRate(RunFixture.OnePerSecond));
                    forecast = run.ReportProgress(0.5);
                    return Task.CompletedTask;
                },
                new BudgetedRunOptions { RatePerHour = RunFixture.OnePerSecond },
                TestContext.Current.CancellationToken);

            (forecast.Spent, forecast.ProjectedTotal).Should().Be((2m, 4m), "of a renewal at reading {0}", reading);
        }
    }

    [Fact]
    public void Report_BudgetsOfThePath_AreReadAtOneInstant()
    {
        // What the job takes between two readings must not look as if others held it. Budgets with a period read the clock.
        for (var reading = 1; reading <= 6; reading++)
        {
            var clock = new ManualClock();
            var root = new BudgetEnforcer(new BudgetOptions { Limit = 65m, Period = BudgetPeriod.Daily }, timeProvider: clock);
            var job = root.CreateChild(new BudgetOptions { Limit = 60m });
            var forecaster = new BudgetForecaster(job);
            Spend(clock, job, 50m);
            clock.At(reading, () => job.Reserve(10m));

            forecaster.Report(50 / 60d).Status.Should().Be(ForecastStatus.WithinBudget, "of a change at reading {0}", reading);
        }
    }

    [Fact]
    public void Report_ReadBeforeAResetThatAnotherSaw_ProjectsNothing()
    {
        var clock = new ManualClock();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: clock);
        var forecaster = new BudgetForecaster(budget);
        Spend(clock, budget, 50m);

        // Between the reading of the budget and the comparison another thread reports after a reset.
        clock.At(1, () =>
        {
            budget.Reset();
            forecaster.Report(0.5);
        });
        var stale = forecaster.Report(0.5);
        Spend(clock, budget, 20m);

        stale.Status.Should().Be(ForecastStatus.NotEnoughProgress);
        forecaster.Report(0.6).ProjectedTotal.Should().BeApproximately(100m, 0.0000001m);
    }

    [Fact]
    public void Report_ClockThatThrowsOnce_ChangesNothing()
    {
        var clock = new ManualClock();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: clock);
        var forecaster = new BudgetForecaster(budget);
        Spend(clock, budget, 20m);

        clock.At(1, () => throw new InvalidOperationException("clock"));
        forecaster.Invoking(f => f.Report(0.9)).Should().Throw<InvalidOperationException>();

        forecaster.Report(0.5).ProjectedTotal.Should().Be(40m);
    }

    private static void Spend(ManualClock clock, BudgetEnforcer budget, decimal amount)
    {
        clock.Advance(TimeSpan.FromHours(1));
        budget.AddCost(amount);
    }
}
