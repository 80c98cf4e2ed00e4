namespace BudgetEnforcement.Tests.Runs;

/// <summary>A forecast is of one instant, also where something happens between its readings.</summary>
public sealed class ForecastInstantTests : RunFixture
{
    private readonly ForecastScene _scene = new(100m);

    public static TheoryData<int> Readings => [.. Enumerable.Range(1, 6)];

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task ReportProgress_MeterRenewedAtAnyReadingOfTheClock_CountsTheTimeOnce(int reading)
    {
        var budget = Budget.CreateChild(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily });
        BudgetForecast forecast = default;

        await Run(
            (run, _) =>
            {
                Clock.Advance(TimeSpan.FromSeconds(2));
                Clock.At(reading, () => run.Meter!.ChangeRate(OnePerSecond));
                forecast = run.ReportProgress(0.5);
            },
            budget: budget);

        (forecast.Spent, forecast.ProjectedTotal).Should().Be((2m, 4m));
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public void Report_BudgetsOfThePath_AreReadAtOneInstant(int reading)
    {
        // Money that the job takes between two readings must not look like money that others hold. Budgets with a period read the clock.
        var scene = new ForecastScene(60m, rootLimit: 65m, rootPeriod: BudgetPeriod.Daily).Spend(50m);
        scene.Clock.At(reading, () => scene.Budget.Reserve(10m));

        scene.Forecaster.Report(50 / 60d).Status.Should().Be(ForecastStatus.WithinBudget);
    }

    [Fact]
    public void Report_ReadBeforeAResetThatAnotherSaw_ProjectsNothing()
    {
        _scene.Spend(50m);

        // Between the reading of the budget and the comparison another thread reports after a reset.
        _scene.Clock.At(1, () => _scene.Reset().Report(0.5));
        var stale = _scene.Forecaster.Report(0.5);

        stale.Status.Should().Be(ForecastStatus.NotEnoughProgress);
        _scene.Spend(20m).Forecaster.Report(0.6).ProjectedTotal.Should().BeApproximately(100m, 0.0000001m);
    }

    [Fact]
    public void Report_ClockThatThrowsOnce_ChangesNothing()
    {
        _scene.Spend(20m).Clock.At(1, () => throw new InvalidOperationException("clock"));
        _scene.Invoking(it => it.Report(0.9)).Should().Throw<InvalidOperationException>();

        _scene.Forecaster.Report(0.5).ProjectedTotal.Should().Be(40m);
    }
}
