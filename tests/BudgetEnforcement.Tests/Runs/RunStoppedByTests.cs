namespace BudgetEnforcement.Tests.Runs;

/// <summary>Who stopped or refused a run: team (100) → job.</summary>
public sealed class RunStoppedByTests : RunFixture
{
    private static readonly BudgetedRunOptions Plain = new();

    public static TheoryData<string> Refused => [.. Refusals.Keys];

    /// <summary>The options of a run that is refused with so much spent, and what the refusal says that the amount was required for.</summary>
    private static Dictionary<string, (decimal Spent, BudgetedRunOptions Options, BudgetPurpose Purpose, string Required)> Refusals { get; } = new()
    {
        ["a projection"] = (98m, new() { ProjectedCost = 3m }, BudgetPurpose.ProjectedCost, "required: $3.00 for the projected run)"),
        ["a projection and a landing"] =
            (0m, new() { ProjectedCost = 100m, LandingReserve = 1m }, BudgetPurpose.ProjectedCost, "required: $101.00 for the projected run)"),
        ["a landing"] = (98m, new() { LandingReserve = 3m }, BudgetPurpose.LandingReserve, "required: $3.00 for the landing)"),
        ["a first slice"] = (98m, Metered(), BudgetPurpose.FirstSlice, "required: $5.00 for the first slice of time)"),
        ["a first slice beside a landing"] = (0m, Metered(96m), BudgetPurpose.FirstSlice, "required: $5.00 for the first slice of time)"),
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task StoppedBy_Refused_IsTheOneThatRefusedAndSaysForWhat(string name)
    {
        var (spent, options, purpose, required) = Refusals[name];
        Budget.AddCost(spent);

        var result = await Run(RunUntilStopped, options, Job("default"));

        (result.Outcome, result.StoppedBy!.Value.Limit).Should().Be((BudgetedRunOutcome.Refused, 100m));
        result.Refusal!.Value.Message.Should().EndWith(required);
        result.Refusal.Value.Purpose.Should().Be(purpose);
        Logged("RunRefused").Should().Be(1);
    }

    [Fact]
    public async Task StoppedBy_NoRoomForTheNextSliceAbove_IsTheOneAbove()
    {
        var result = await Run(RunUntilStopped, Metered(), Job());

        (result.Outcome, result.StoppedBy!.Value.Limit, result.Report.Limit).Should().Be((BudgetedRunOutcome.StoppedByBudget, 100m, 1000m));
        Logger.Collector.GetSnapshot().Single(record => record.Id.Name == "RunStopped").Message
            .Should().StartWith("The run under budget job was stopped by budget default: ");
    }

    [Fact]
    public async Task StoppedBy_NoRoomForTheNextSliceInItsOwn_IsItsOwn()
    {
        var result = await Run(RunUntilStopped, Metered(), Budget.Child(20m));

        result.StoppedBy!.Value.Limit.Should().Be(20m);
    }

    [Fact]
    public async Task StoppedBy_BudgetAboveExceeded_IsTheOneAbove()
    {
        var result = await Run(UntilStoppedAfter(_ => Budget.AddCost(101m)), Plain, Job());

        result.StoppedBy.Should().Match<BudgetReport>(report => report.Limit == 100m && report.IsExceeded);
    }

    [Fact]
    public async Task StoppedBy_SeveralExceeded_IsTheNearest()
    {
        Budget.AddCost(5m);

        var result = await Run(UntilStoppedAfter(run => run.Budget.AddCost(100.5m)), Plain, Budget.Child(100m, "job"));

        result.StoppedBy!.Value.Name.Should().Be("job");
    }

    [Fact]
    public async Task StoppedBy_RefusalAbove_IsTheOneThatRefused()
    {
        var result = await Run((run, _) => run.Budget.Reserve(150m).Dispose(), Plain, Job("default"));

        (result.Outcome, result.StoppedBy!.Value.Limit).Should().Be((BudgetedRunOutcome.StoppedByBudget, 100m), "both have the same name");
    }

    [Fact]
    public async Task StoppedBy_RefusalOfABudgetOfAnotherTree_IsNoneOfThePath()
    {
        var other = Budgets.Named("other", limit: 1m);

        var result = await Run((_, _) => other.Reserve(2m).Dispose(), Plain);

        (result.Outcome, result.StoppedBy).Should().Be((BudgetedRunOutcome.StoppedByBudget, null));
        result.Exception.Should().BeOfType<BudgetExceededException>().Which.Check.BudgetName.Should().Be("other");
    }

    [Fact]
    public async Task StoppedBy_BudgetExceededBefore_IsTheOneThatIsExceeded()
    {
        Budget.AddCost(101m);

        var result = await Run(RunUntilStopped, Plain, Job());

        (result.Outcome, result.StoppedBy!.Value.Limit).Should().Be((BudgetedRunOutcome.Refused, 100m));
    }

    [Fact]
    public async Task StoppedBy_CompletedCancelledOrFailedByItself_IsNone()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var completed = await Run((_, _) => { }, Plain);
        var failed = await Run((_, _) => throw new InvalidDataException(), Plain);
        var cancelled = await Run(CancelledBy(stop), Plain, caller: stop.Token);

        (completed.StoppedBy, failed.StoppedBy, cancelled.StoppedBy).Should().Be((null, null, null));
        (completed.Outcome, failed.Outcome, cancelled.Outcome)
            .Should().Be((BudgetedRunOutcome.Completed, BudgetedRunOutcome.Failed, BudgetedRunOutcome.Cancelled));
        Logged("RunStopped").Should().Be(0);
    }

    [Fact]
    public async Task ToString_OfAnyEnd_SaysHowAndWhy()
    {
        var refused = await Run(RunUntilStopped, Metered(95.01m));
        var failed = await Run((_, _) => throw new InvalidDataException("NaN loss"), Plain);

        refused.ToString().Should().Be(
            "Refused: default: Ok, $0.00 of $100.00 spent (0%), reserved: $0.00, available: $100.00 (Budget would be exceeded: "
            + "$100.01 > $100.00 (current: $0.00, reserved: $95.01, required: $5.00 for the first slice of time))");
        failed.ToString().Should().EndWith("(InvalidDataException: NaN loss)");
    }

    private BudgetEnforcer Job(string name = "job") => Budget.Child(1000m, name);
}
