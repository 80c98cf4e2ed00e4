using System.Globalization;
using BudgetEnforcement.Tests.Periods;

namespace BudgetEnforcement.Tests.Runs;

/// <summary>What a run is refused for and what it is not: under a limit of 100, and under 10 a day, on a Wednesday at 12:00.</summary>
/// <remarks>"A projected cost is spread over the time that it takes".</remarks>
public sealed class RunRefusalTests : RunFixture
{
    private const decimal EightPerDay = 8m / 24m;

    private static readonly BudgetedRunOptions Nothing = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, Case> Cases { get; } = new()
    {
        ["a projection that does not fit"] = new(WithSpent(0m), new() { ProjectedCost = 100.01m }, Never(100.01m)),
        ["a projection that leaves just the landing"] = new(WithSpent(0m), new() { ProjectedCost = 99m, LandingReserve = 1m }),
        ["a projection that leaves no landing"] = new(WithSpent(0m), new() { ProjectedCost = 100m, LandingReserve = 0.01m }, Never(100.01m)),
        ["a projection and a landing past decimal"] =
            new(WithSpent(0m), new() { ProjectedCost = decimal.MaxValue, LandingReserve = decimal.MaxValue }, Never(decimal.MaxValue)),
        ["a projection of which it only warns"] =
            new(WithSpent(0m), new() { ProjectedCost = 500m, ProjectionPolicy = ProjectionPolicy.Warn }, IsWarned: true),
        ["a landing that does not fit, though of the projection it only warns"] = new(
            WithSpent(0m),
            new() { ProjectedCost = 1m, LandingReserve = 100.01m, ProjectionPolicy = ProjectionPolicy.Warn },
            Never(100.01m, BudgetPurpose.LandingReserve),
            IsWarned: true),
        ["a first slice that does not fit beside the landing"] = new(WithSpent(0m), Metered(95.01m), NoRoom(5m, BudgetPurpose.FirstSlice)),
        ["a first slice that fits exactly beside the landing"] = new(WithSpent(0m), Metered(95m)),
        ["a budget that is exceeded"] = new(WithSpent(100.01m), Nothing, NoRoom(0m, BudgetPurpose.Unspecified)),
        ["a budget that is closed"] = new(it => it.Closed(), Nothing, new Refusal(0m, BudgetPurpose.Unspecified, BudgetRefusalReason.Closed)),

        ["a parent that has no room for the projection"] = new(UnderSpent(98m), new() { ProjectedCost = 3m }, NoRoom(3m)),
        ["a parent that has no room for the projection and the landing"] =
            new(UnderSpent(0m), new() { ProjectedCost = 100m, LandingReserve = 1m }, Never(101m)),
        ["a parent that has no room for the landing"] =
            new(UnderSpent(98m), new() { LandingReserve = 3m }, NoRoom(3m, BudgetPurpose.LandingReserve)),
        ["a parent that has no room for the first slice"] = new(UnderSpent(98m), Metered(), NoRoom(5m, BudgetPurpose.FirstSlice)),
        ["a parent that has no room for the first slice beside the landing"] =
            new(UnderSpent(0m), Metered(96m), NoRoom(5m, BudgetPurpose.FirstSlice)),
        ["a parent that is exceeded"] = new(UnderSpent(101m), Nothing, NoRoom(0m, BudgetPurpose.Unspecified)),

        ["a projection that each day holds"] = new(Daily(0m), Projected(24m, EightPerDay)),
        ["a projection of exactly the limit each day"] = new(Daily(0m), Projected(30m, 10m / 24m)),
        ["just enough left of today"] = new(Daily(6m), Projected(24m, EightPerDay)),
        ["too little left of today"] =
            new(Daily(6.01m), Projected(24m, EightPerDay), NoRoom(24m) with { RetryAt = ManualClock.Midnight, Limit = 10m }),
        ["a landing that each day holds beside the pace"] = new(Daily(0m), Projected(24m, EightPerDay, landingReserve: 2m)),
        ["a landing that no day holds beside the pace"] =
            new(Daily(0m), Projected(24m, EightPerDay, landingReserve: 2.01m), Never(26.01m) with { Limit = 10m }),
        ["no rate, so that the time is not known"] = new(Daily(0m), Projected(24m, null), IsWarned: true),
        ["a rate of nothing, so that the time is not known"] = new(Daily(0m), Projected(24m, 0m), IsWarned: true),
        ["a pace above the limit of a day"] = new(Daily(0m), Projected(36m, 0.5m), Never(36m) with { Limit = 10m }),
        ["a pace above the limit of a day, of which it only warns"] =
            new(Daily(0m), Projected(36m, 0.5m, policy: ProjectionPolicy.Warn), IsWarned: true),
        ["a parent without a period that has no room for all of it"] =
            new(DailyUnderTwenty, Projected(24m, EightPerDay), Never(24m) with { Limit = 20m }),
        ["a parent without a period that has no room for all of it, however long it takes"] =
            new(DailyUnderTwenty, Projected(24m, null), Never(24m) with { Limit = 20m }),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RunAsync_ThatAsksForSomething_RunsOrIsRefused(string name)
    {
        var (budget, options, expected, isWarned) = Cases[name];
        var hasRun = false;

        var result = await Run((_, _) => { hasRun = true; }, options, budget(this));

        (result.Outcome, hasRun).Should().Be(expected is null ? (BudgetedRunOutcome.Completed, true) : (BudgetedRunOutcome.Refused, false));
        (result.Refusal is { } refusal ? Of(refusal, result.StoppedBy!.Value) : null).Should().Be(expected);
        (Logged("ProjectionDoesNotFit"), Logged("RunRefused")).Should().Be((isWarned ? 1 : 0, expected is null ? 0 : 1));
        result.Invoking(ended => ended.ThrowIfFailed()).Should().NotThrow();
    }

    private static Refusal Of(BudgetCheck check, BudgetReport stoppedBy)
    {
        check.IsAvailable.Should().BeFalse();
        (check.BudgetName, check.Spent).Should().Be((stoppedBy.Name, stoppedBy.Spent));
        check.Message.Should().EndWith(string.Create(CultureInfo.InvariantCulture, $", required: ${check.RequiredAmount:0.00}{check.Purpose switch
        {
            BudgetPurpose.ProjectedCost => " for the projected run",
            BudgetPurpose.LandingReserve => " for the landing",
            BudgetPurpose.FirstSlice => " for the first slice of time",
            _ => string.Empty,
        }})"));
        return new Refusal(check.RequiredAmount, check.Purpose, check.Reason, check.RetryAt, stoppedBy.Limit);
    }

    private static Refusal Never(decimal amount, BudgetPurpose purpose = BudgetPurpose.ProjectedCost) =>
        new(amount, purpose, BudgetRefusalReason.NeverFits);

    private static Refusal NoRoom(decimal amount, BudgetPurpose purpose = BudgetPurpose.ProjectedCost) =>
        new(amount, purpose, BudgetRefusalReason.NoRoom);

    private static BudgetedRunOptions Projected(
        decimal cost, decimal? ratePerHour, decimal landingReserve = 0m, ProjectionPolicy policy = ProjectionPolicy.Refuse) =>
        new() { ProjectedCost = cost, RatePerHour = ratePerHour, LandingReserve = landingReserve, ProjectionPolicy = policy };

    private static Func<RunRefusalTests, BudgetEnforcer> WithSpent(decimal spent) => it =>
    {
        it.Budget.AddCost(spent);
        return it.Budget;
    };

    /// <summary>A job of the same name as the budget above it, which has spent the given amount.</summary>
    private static Func<RunRefusalTests, BudgetEnforcer> UnderSpent(decimal spent) => it => WithSpent(spent)(it).Child(1000m, "default");

    private static Func<RunRefusalTests, BudgetEnforcer> Daily(decimal spent) =>
        it => it.Clock.Budget(limit: 10m, spent: spent, log: it.Logger);

    private static BudgetEnforcer DailyUnderTwenty(RunRefusalTests it) =>
        it.Clock.Budget(BudgetPeriod.None, limit: 20m, log: it.Logger, name: "all").Child(BudgetPeriod.Daily, limit: 10m, name: "day");

    private BudgetEnforcer Closed()
    {
        Budget.Close();
        return Budget;
    }

    private sealed record Case(
        Func<RunRefusalTests, BudgetEnforcer> Budget, BudgetedRunOptions Options, Refusal? Refused = null, bool IsWarned = false);

    /// <summary>What is refused and why, and the limit of the budget that refuses it.</summary>
    private sealed record Refusal(
        decimal Amount, BudgetPurpose Purpose, BudgetRefusalReason Reason, DateTimeOffset? RetryAt = null, decimal Limit = 100m);
}
