namespace BudgetEnforcement.Tests.Runs;

/// <summary>A job under a user and a model, both under an organisation: each of them counts, on either side.</summary>
public sealed class RunSeveralParentsTests : RunFixture
{
    private readonly BudgetEnforcer _user;
    private readonly BudgetEnforcer _model;
    private readonly BudgetEnforcer _job;

    public RunSeveralParentsTests()
    {
        _user = Budget.CreateChild(new BudgetOptions { Name = "user", Limit = 50m });
        _model = Budget.CreateChild(new BudgetOptions { Name = "model", Limit = 10m, Period = BudgetPeriod.Daily });
        _job = _user.CreateChild(new BudgetOptions { Name = "job", Limit = 40m }, _model);
    }

    [Fact]
    public async Task StoppedBy_SecondParentExceeded_IsTheSecondParent()
    {
        var result = await Run(UntilStoppedAfter(_ => _model.AddCost(10.01m)), new BudgetedRunOptions(), _job);

        (result.Outcome, result.StoppedBy!.Value.Name).Should().Be((BudgetedRunOutcome.StoppedByBudget, "model"));
    }

    [Fact]
    public void Report_SecondParentWithAPeriod_IsCoveredByItsResets()
    {
        var forecaster = new BudgetForecaster(_job);
        Clock.Advance(TimeSpan.FromHours(3));
        _job.AddCost(1m);

        // 24 at 8 a day: the model has 10 a day, and each of the others more than 24.
        forecaster.Report(1 / 24d).Status.Should().Be(ForecastStatus.WithinBudget);
        _user.UpdateLimit(23m);
        forecaster.Report(1 / 24d).Status.Should().Be(ForecastStatus.OverBudget);
    }

    [Theory]
    [InlineData(8, null)]
    [InlineData(11, "model")]
    public async Task RunAsync_ProjectionAtARateADay_RunsWhereTheSecondParentHoldsItEachDay(int perDay, string? refusing)
    {
        var result = await Run((_, _) => { }, new BudgetedRunOptions { ProjectedCost = 24m, RatePerHour = perDay / 24m }, _job);

        (result.Outcome, result.StoppedBy?.Name).Should()
            .Be((refusing is null ? BudgetedRunOutcome.Completed : BudgetedRunOutcome.Refused, refusing));
    }
}
