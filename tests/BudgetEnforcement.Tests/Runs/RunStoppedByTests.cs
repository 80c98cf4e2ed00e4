namespace BudgetEnforcement.Tests.Runs;

/// <summary>Who stopped a run: team (100) → job.</summary>
public sealed class RunStoppedByTests : RunFixture
{
    private static readonly BudgetedRunOptions Plain = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, Case> Cases { get; } = new()
    {
        ["no room above for the next slice"] = new(it => it.Run(it.RunUntilStopped, budget: it.Job()), new("default", 100m, IsExceeded: false)),
        ["no room of its own for the next slice"] =
            new(it => it.Run(it.RunUntilStopped, budget: it.Budget.Child(20m, "job")), new("job", 20m, IsExceeded: false)),
        ["no room above while others held it, which they have released since"] =
            new(it => it.RunWhileOthersHold(90m, it.Budget.Child(50m, "job")), new("default", 100m, IsExceeded: false)),
        ["its own is exceeded"] = new(it => it.RunAfter(own => own.AddCost(100.5m), it.Budget), new("default", 100m, IsExceeded: true)),
        ["the one above is exceeded"] = new(it => it.RunAfter(_ => it.Budget.AddCost(101m), it.Job()), new("default", 100m, IsExceeded: true)),
        ["both are exceeded, the one above by more, and its own is the nearest"] = new(
            it =>
            {
                it.Budget.AddCost(5m);
                return it.RunAfter(own => own.AddCost(100.5m), it.Budget.Child(100m, "job"));
            },
            new("job", 100m, IsExceeded: true)),
        ["the one above refuses, and has the same name"] =
            new(it => it.RunAfter(own => own.Reserve(150m).Dispose(), it.Job("default")), new("default", 100m, IsExceeded: false)),
        ["one of another tree refuses"] = new(it => it.RunAfter(_ => Budgets.Named("other", limit: 1m).Reserve(2m).Dispose(), it.Job()), By: null),
        ["it completes"] = new(it => it.Run((_, _) => { }, Plain), By: null, BudgetedRunOutcome.Completed),
        ["it fails"] = new(it => it.Run((_, _) => throw new InvalidDataException(), Plain), By: null, BudgetedRunOutcome.Failed),
        ["its caller cancels it"] =
            new(it => it.Run((_, token) => it.RunUntilCancelled(0, token), Plain), By: null, BudgetedRunOutcome.Cancelled),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task StoppedBy_RunThatEnds_IsTheOneThatStoppedIt(string name)
    {
        var (run, by, outcome) = Cases[name];

        var result = await run(this);

        result.Outcome.Should().Be(outcome);
        (result.StoppedBy is { } stopper ? new Stopper(stopper.Name, stopper.Limit, stopper.IsExceeded) : null).Should().Be(by);
        Logger.Collector.GetSnapshot().Where(record => record.Id.Name == "RunStopped").Select(record => record.Message.Split(':')[0])
            .Should().Equal(by is null ? [] : [$"The run under budget {result.Report.Name} was stopped by budget {by.Name}"]);
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

    /// <summary>Runs without a meter until it is told to stop, after something has happened to the budget of the run or another.</summary>
    private Task<BudgetedRunResult> RunAfter(Action<BudgetEnforcer> happen, BudgetEnforcer budget) =>
        Run(UntilStoppedAfter(run => happen(run.Budget)), Plain, budget);

    /// <summary>Runs until the next slice is refused because others hold an amount of the budget above, which they release before the job ends.</summary>
    private Task<BudgetedRunResult> RunWhileOthersHold(decimal amount, BudgetEnforcer budget)
    {
        var others = Budget.Reserve(amount);
        return Run(
            (_, token) =>
            {
                PassTimeUntilStopped(token);
                others.Release();
                token.ThrowIfCancellationRequested();
            },
            budget: budget);
    }

    private BudgetEnforcer Job(string name = "job") => Budget.Child(1000m, name);

    private sealed record Case(
        Func<RunStoppedByTests, Task<BudgetedRunResult>> Run, Stopper? By, BudgetedRunOutcome Outcome = BudgetedRunOutcome.StoppedByBudget);

    private sealed record Stopper(string Name, decimal Limit, bool IsExceeded);
}
