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

    [Fact]
    public void Report_PaceThatDoesNotFit_SaysSoLongBeforeAnyThreshold()
    {
        var forecaster = new BudgetForecaster(_budget);
        Spend(_budget, 10m, TimeSpan.FromHours(1));

        var forecast = forecaster.Report(0.05);

        (forecast.Status, forecast.ProjectedTotal).Should().Be((ForecastStatus.OverBudget, 200m));
        _budget.GetStatus().Status.Should().Be(BudgetStatus.Ok);
    }

    [Fact]
    public void Report_ProjectionOfExactlyTheLimit_IsWithinBudget()
    {
        var forecaster = new BudgetForecaster(_budget);
        Spend(_budget, 50m, TimeSpan.FromHours(1));

        forecaster.Report(0.5).Should().Match<BudgetForecast>(f => f.Status == ForecastStatus.WithinBudget && f.ProjectedTotal == 100m);
    }

    [Theory]
    [InlineData(0.5, 0, 1)]
    [InlineData(0.5, 1, 0)]
    public void Report_TooLittleToGoBy_ProjectsNothing(double progress, int spent, int hours)
    {
        var forecaster = new BudgetForecaster(_budget);
        Spend(_budget, spent, TimeSpan.FromHours(hours));

        var forecast = forecaster.Report(progress);

        forecast.Status.Should().Be(ForecastStatus.NotEnoughProgress);
        (forecast.BurnRatePerHour, forecast.ProjectedTotal, forecast.TimeToCompletion, forecast.TimeToExhaustion, forecast.ExhaustedAt)
            .Should().Be((null, null, null, null, null));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.0099)]
    public void Report_TooLittleProgress_TellsTheBurnRateAndTheTimeLeftAllTheSame(double progress)
    {
        var forecaster = new BudgetForecaster(_budget);
        Spend(_budget, 20m, TimeSpan.FromHours(1));

        var forecast = forecaster.Report(progress);

        (forecast.Status, forecast.ProjectedTotal, forecast.TimeToCompletion).Should().Be((ForecastStatus.NotEnoughProgress, null, null));
        (forecast.BurnRatePerHour, forecast.TimeToExhaustion, forecast.ExhaustedAt)
            .Should().Be((20m, TimeSpan.FromHours(4), _clock.GetUtcNow().AddHours(4)));
    }

    [Fact]
    public void Report_TheLeastProgress_ProjectsAlready()
    {
        var forecaster = new BudgetForecaster(_budget);
        Spend(_budget, 1m, TimeSpan.FromHours(1));

        forecaster.Report(BudgetForecaster.LeastProgress).ProjectedTotal.Should().BeApproximately(100m, 0.0000001m);
    }

    [Fact]
    public void Report_ResumedRun_GoesByWhatIsDoneSince()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, InitialSpent = 60m }, timeProvider: _clock);
        var forecaster = new BudgetForecaster(budget, initialProgress: 0.6);
        Spend(budget, 5m, TimeSpan.FromHours(1));

        var forecast = forecaster.Report(0.7);

        forecast.ProjectedTotal.Should().BeApproximately(80m, 0.0000001m);
        forecast.Status.Should().Be(ForecastStatus.WithinBudget);
    }

    [Fact]
    public void Report_MoneySetAside_IsNoRoom()
    {
        var plain = new BudgetForecaster(_budget);
        var landing = new BudgetForecaster(_budget, setAside: 0.01m);
        Spend(_budget, 50m, TimeSpan.FromHours(1));

        plain.Report(0.5).Status.Should().Be(ForecastStatus.WithinBudget);
        landing.Report(0.5).Status.Should().Be(ForecastStatus.OverBudget);
    }

    [Fact]
    public void Report_PendingCost_CountsAsSpent()
    {
        var forecaster = new BudgetForecaster(_budget);
        Spend(_budget, 10m, TimeSpan.FromHours(1));

        var forecast = forecaster.Report(0.25, pendingCost: 10m);

        (forecast.Spent, forecast.ProjectedTotal).Should().Be((20m, 80m));
    }

    [Fact]
    public void Report_MoneyHeldForTheWork_IsRoomForIt()
    {
        var forecaster = new BudgetForecaster(_budget);
        Spend(_budget, 50m, TimeSpan.FromHours(1));
        using var held = _budget.Reserve(50m);

        forecaster.Report(0.5).Status.Should().Be(ForecastStatus.WithinBudget);
    }

    [Fact]
    public void Report_ParentHasLessRoom_GoesByTheParent()
    {
        var job = _budget.CreateChild(new BudgetOptions { Limit = 1000m });
        var forecaster = new BudgetForecaster(job);
        _budget.AddCost(60m);
        Spend(job, 20m, TimeSpan.FromHours(1));

        var forecast = forecaster.Report(0.25);

        forecast.Status.Should().Be(ForecastStatus.OverBudget);
        forecast.TimeToExhaustion.Should().BeCloseTo(TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void Report_ProgressBelowTheStart_ComparesFromThere()
    {
        var forecaster = new BudgetForecaster(_budget, initialProgress: 0.5);
        Spend(_budget, 10m, TimeSpan.FromHours(1));
        var back = forecaster.Report(0.25);
        Spend(_budget, 10m, TimeSpan.FromHours(1));

        var forecast = forecaster.Report(0.5);

        back.Status.Should().Be(ForecastStatus.NotEnoughProgress);
        (forecast.ProjectedTotal, forecast.BurnRatePerHour, forecast.Elapsed).Should().Be((40m, 10m, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Report_AllDone_ProjectsWhatIsSpent()
    {
        var forecaster = new BudgetForecaster(_budget);
        Spend(_budget, 100m, TimeSpan.FromHours(1));

        var forecast = forecaster.Report(1);

        forecast.Status.Should().Be(ForecastStatus.WithinBudget);
        (forecast.ProjectedTotal, forecast.TimeToCompletion, forecast.TimeToExhaustion).Should().Be((100m, TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void Report_LimitRaised_FitsAgain()
    {
        var forecaster = new BudgetForecaster(_budget);
        Spend(_budget, 60m, TimeSpan.FromHours(1));
        var before = forecaster.Report(0.5).Status;

        _budget.UpdateLimit(120m);

        (before, forecaster.Report(0.5).Status).Should().Be((ForecastStatus.OverBudget, ForecastStatus.WithinBudget));
    }

    private BudgetEnforcer Budget(decimal limit) => new(new BudgetOptions { Limit = limit }, timeProvider: _clock);

    private void Spend(BudgetEnforcer budget, decimal amount, TimeSpan time)
    {
        _clock.Advance(time);
        budget.AddCost(amount);
    }
}
