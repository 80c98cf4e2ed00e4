namespace BudgetEnforcement.Tests.Runs;

/// <summary>What a run of a budget of 100 is refused for, and what it is not.</summary>
public sealed class RunRefusalTests : RunFixture
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    /// <summary>The options, and the amount that is refused; none where the run runs.</summary>
    private static Dictionary<string, (BudgetedRunOptions Options, decimal? Refused, Action<BudgetEnforcer>? Before)> Cases { get; } = new()
    {
        ["a projection that does not fit"] = (new() { ProjectedCost = 100.01m }, 100.01m, null),
        ["a projection that leaves just the landing"] = (new() { ProjectedCost = 99m, LandingReserve = 1m }, null, null),
        ["a projection that leaves no landing"] = (new() { ProjectedCost = 100m, LandingReserve = 0.01m }, 100.01m, null),
        ["a projection and a landing past decimal"] = (new() { ProjectedCost = decimal.MaxValue, LandingReserve = decimal.MaxValue }, decimal.MaxValue, null),
        ["a projection of which it only warns"] = (new() { ProjectedCost = 500m, ProjectionPolicy = ProjectionPolicy.Warn }, null, null),
        ["a landing that does not fit, though of the projection it only warns"] =
            (new() { ProjectedCost = 1m, LandingReserve = 100.01m, ProjectionPolicy = ProjectionPolicy.Warn }, 100.01m, null),
        ["a first slice that does not fit beside the landing"] = (new() { RatePerHour = OnePerSecond, LandingReserve = 95.01m }, 5m, null),
        ["a first slice that fits exactly beside the landing"] = (new() { RatePerHour = OnePerSecond, LandingReserve = 95m }, null, null),
        ["nothing, of a budget that is exceeded"] = (new(), 0m, budget => budget.AddCost(100.01m)),
        ["nothing, of a budget that is closed"] = (new(), 0m, budget => budget.Close()),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RunAsync_ThatAsksForSomething_RunsOrIsRefused(string name)
    {
        var (options, refused, before) = Cases[name];
        before?.Invoke(Budget);
        var hasRun = false;

        var result = await Run((_, _) => { hasRun = true; }, options);

        (result.Outcome, hasRun).Should().Be(refused is null ? (BudgetedRunOutcome.Completed, true) : (BudgetedRunOutcome.Refused, false));
        (result.Refusal?.RequiredAmount, result.Refusal?.IsAvailable).Should().Be((refused, refused is null ? null : false));
        Logged("ProjectionDoesNotFit").Should().Be(options.ProjectionPolicy == ProjectionPolicy.Warn ? 1 : 0);
        result.Invoking(ended => ended.ThrowIfFailed()).Should().NotThrow();
    }
}
