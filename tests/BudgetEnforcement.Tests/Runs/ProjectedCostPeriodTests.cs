namespace BudgetEnforcement.Tests.Runs;

/// <summary>"A projected cost is spread over the time that it takes": on a Wednesday at 12:00, under 10 a day.</summary>
public sealed class ProjectedCostPeriodTests : RunFixture
{
    private const decimal EightPerDay = 8m / 24m;

    private bool _hasRun;

    public static TheoryData<string> Names => [.. Cases.Keys];

    /// <summary>What is spent today, the options, the amount that is refused, none where the run runs, and whether it is warned of the projection.</summary>
    private static Dictionary<string, (decimal Spent, BudgetedRunOptions Options, decimal? Refused, bool IsWarned)> Cases { get; } = new()
    {
        ["a projection that each day holds"] = (0m, Projected(24m, EightPerDay), null, false),
        ["a projection of exactly the limit each day"] = (0m, Projected(30m, 10m / 24m), null, false),
        ["just enough left of today"] = (6m, Projected(24m, EightPerDay), null, false),
        ["too little left of today"] = (6.01m, Projected(24m, EightPerDay), 24m, false),
        ["a landing that each day holds beside the pace"] = (0m, Projected(24m, EightPerDay, landingReserve: 2m), null, false),
        ["a landing that no day holds beside the pace"] = (0m, Projected(24m, EightPerDay, landingReserve: 2.01m), 26.01m, false),
        ["no rate, so that the time is not known"] = (0m, Projected(24m, null), null, true),
        ["a rate of nothing, so that the time is not known"] = (0m, Projected(24m, 0m), null, true),
        ["a pace above the limit of a day"] = (0m, Projected(36m, 0.5m), 36m, false),
        ["a pace above the limit of a day, of which it only warns"] = (0m, Projected(36m, 0.5m, policy: ProjectionPolicy.Warn), null, true),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RunAsync_ProjectionUnderADailyLimit_RunsOrIsRefused(string name)
    {
        var (spent, options, refused, isWarned) = Cases[name];

        var result = await RunOn(Daily(spent), options);

        (result.Outcome, _hasRun).Should().Be(refused is null ? (BudgetedRunOutcome.Completed, true) : (BudgetedRunOutcome.Refused, false));
        (result.Refusal?.RequiredAmount, result.Refusal?.IsAvailable).Should().Be((refused, refused is null ? null : false));
        Logged("ProjectionDoesNotFit").Should().Be(isWarned ? 1 : 0);
    }

    [Fact]
    public async Task Refusal_PaceAboveTheLimitOfADay_SaysThatItNeverFits()
    {
        var result = await RunOn(Daily(), Projected(36m, 0.5m));

        (result.Refusal!.Value.Reason, result.Refusal.Value.RetryAt, result.StoppedBy!.Value.Limit)
            .Should().Be((BudgetRefusalReason.NeverFits, null, 10m));
    }

    [Fact]
    public async Task Refusal_TooLittleLeftOfToday_SaysToTryAgainAtMidnight()
    {
        var result = await RunOn(Daily(spent: 6.01m), Projected(24m, EightPerDay));

        (result.Refusal!.Value.Reason, result.Refusal.Value.RetryAt, result.Refusal.Value.Spent)
            .Should().Be((BudgetRefusalReason.NoRoom, ManualClock.Midnight, 6.01m));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_ParentWithoutAPeriodHasNoRoomForAllOfIt_IsRefusedByTheParent(bool isTimeKnown)
    {
        var root = new BudgetEnforcer(new BudgetOptions { Name = "all", Limit = 20m }, Logger, Clock);
        var day = root.CreateChild(new BudgetOptions { Name = "day", Limit = 10m, Period = BudgetPeriod.Daily });

        var result = await RunOn(day, Projected(24m, isTimeKnown ? EightPerDay : null));

        (result.Outcome, result.StoppedBy!.Value.Name).Should().Be((BudgetedRunOutcome.Refused, "all"));
        (result.Refusal!.Value.BudgetName, result.Refusal.Value.Reason).Should().Be(("all", BudgetRefusalReason.NeverFits));
    }

    private static BudgetedRunOptions Projected(
        decimal cost, decimal? ratePerHour, decimal landingReserve = 0m, ProjectionPolicy policy = ProjectionPolicy.Refuse) =>
        new() { ProjectedCost = cost, RatePerHour = ratePerHour, LandingReserve = landingReserve, ProjectionPolicy = policy };

    private BudgetEnforcer Daily(decimal spent = 0m) =>
        new(new BudgetOptions { Limit = 10m, InitialSpent = spent, Period = BudgetPeriod.Daily }, Logger, Clock);

    private Task<BudgetedRunResult> RunOn(BudgetEnforcer budget, BudgetedRunOptions options) => Run((_, _) => { _hasRun = true; }, options, budget);
}
