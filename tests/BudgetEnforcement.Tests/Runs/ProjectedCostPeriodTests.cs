namespace BudgetEnforcement.Tests.Runs;

/// <summary>"A projected cost is spread over the time that it takes": on a Monday at 12:00, under 10 a day.</summary>
public sealed class ProjectedCostPeriodTests : RunFixture
{
    private const decimal EightPerDay = 8m / 24m;

    private bool _hasRun;

    [Fact]
    public async Task RunAsync_ProjectionThatEachDayHolds_RunsWithoutAWord()
    {
        var result = await Run(Daily(), new BudgetedRunOptions { ProjectedCost = 24m, RatePerHour = EightPerDay });

        (result.Outcome, _hasRun, Logged("ProjectionDoesNotFit")).Should().Be((BudgetedRunOutcome.Completed, true, 0));
    }

    [Fact]
    public async Task RunAsync_ProjectionOfExactlyTheLimitEachDay_Runs()
    {
        var result = await Run(Daily(), new BudgetedRunOptions { ProjectedCost = 30m, RatePerHour = 10m / 24m });

        (result.Outcome, _hasRun).Should().Be((BudgetedRunOutcome.Completed, true));
    }

    [Fact]
    public async Task RunAsync_PaceAboveTheLimitOfADay_IsRefusedAsNeverFitting()
    {
        var result = await Run(Daily(), new BudgetedRunOptions { ProjectedCost = 36m, RatePerHour = 0.5m });

        (result.Outcome, _hasRun).Should().Be((BudgetedRunOutcome.Refused, false));
        (result.Refusal!.Value.Reason, result.Refusal.Value.RetryAt, result.StoppedBy!.Value.Limit)
            .Should().Be((BudgetRefusalReason.NeverFits, null, 10m));
    }

    [Fact]
    public async Task RunAsync_TooLittleLeftOfToday_IsRefusedUntilMidnight()
    {
        var budget = Daily();
        budget.AddCost(6.01m);

        var result = await Run(budget, new BudgetedRunOptions { ProjectedCost = 24m, RatePerHour = EightPerDay });

        result.Refusal!.Value.Should().Match<BudgetCheck>(
            check => !check.IsAvailable && check.Reason == BudgetRefusalReason.NoRoom && check.RequiredAmount == 24m && check.Spent == 6.01m);
        result.Refusal.Value.RetryAt.Should().Be(ManualClock.Midnight);
    }

    [Fact]
    public async Task RunAsync_JustEnoughLeftOfToday_Runs()
    {
        var budget = Daily();
        budget.AddCost(6m);

        (await Run(budget, new BudgetedRunOptions { ProjectedCost = 24m, RatePerHour = EightPerDay })).Outcome
            .Should().Be(BudgetedRunOutcome.Completed);
    }

    [Fact]
    public async Task RunAsync_LandingReserveThatNoDayHoldsBesideThePace_IsRefused()
    {
        var fits = await Run(Daily(), new BudgetedRunOptions { ProjectedCost = 24m, RatePerHour = EightPerDay, LandingReserve = 2m });
        var doesNot = await Run(Daily(), new BudgetedRunOptions { ProjectedCost = 24m, RatePerHour = EightPerDay, LandingReserve = 2.01m });

        (fits.Outcome, doesNot.Outcome).Should().Be((BudgetedRunOutcome.Completed, BudgetedRunOutcome.Refused));
        doesNot.Refusal!.Value.RequiredAmount.Should().Be(26.01m);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public async Task RunAsync_TimeThatIsNotKnown_WarnsAndRuns(int? rate)
    {
        var result = await Run(Daily(), new BudgetedRunOptions { ProjectedCost = 24m, RatePerHour = rate });

        (result.Outcome, _hasRun, Logged("ProjectionDoesNotFit")).Should().Be((BudgetedRunOutcome.Completed, true, 1));
    }

    [Fact]
    public async Task RunAsync_TimeThatIsNotKnownUnderABudgetWithoutAPeriod_IsRefusedByThat()
    {
        var root = new BudgetEnforcer(new BudgetOptions { Name = "all", Limit = 20m }, Logger, Clock);
        var day = root.CreateChild(new BudgetOptions { Name = "day", Limit = 10m, Period = BudgetPeriod.Daily });

        var result = await Run(day, new BudgetedRunOptions { ProjectedCost = 24m });

        (result.Outcome, result.Refusal!.Value.BudgetName, result.StoppedBy!.Value.Name).Should().Be((BudgetedRunOutcome.Refused, "all", "all"));
    }

    [Fact]
    public async Task RunAsync_ParentWithoutAPeriodHasNoRoomForAllOfIt_IsRefusedByTheParent()
    {
        var root = new BudgetEnforcer(new BudgetOptions { Name = "all", Limit = 20m }, Logger, Clock);
        var day = root.CreateChild(new BudgetOptions { Name = "day", Limit = 10m, Period = BudgetPeriod.Daily });

        var result = await Run(day, new BudgetedRunOptions { ProjectedCost = 24m, RatePerHour = EightPerDay });

        (result.Refusal!.Value.BudgetName, result.Refusal.Value.Reason).Should().Be(("all", BudgetRefusalReason.NeverFits));
    }

    [Fact]
    public async Task RunAsync_PaceThatDoesNotFitUnderWarn_WarnsAndRuns()
    {
        var result = await Run(
            Daily(), new BudgetedRunOptions { ProjectedCost = 36m, RatePerHour = 0.5m, ProjectionPolicy = ProjectionPolicy.Warn });

        (result.Outcome, Logged("ProjectionDoesNotFit")).Should().Be((BudgetedRunOutcome.Completed, 1));
    }

    private BudgetEnforcer Daily() => new(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily }, Logger, Clock);

    private Task<BudgetedRunResult> Run(BudgetEnforcer budget, BudgetedRunOptions options) => BudgetedRun.RunAsync(
        budget,
        (_, _) =>
        {
            _hasRun = true;
            return Task.CompletedTask;
        },
        options,
        Token);
}
