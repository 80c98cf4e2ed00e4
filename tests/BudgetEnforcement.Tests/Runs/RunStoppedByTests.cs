namespace BudgetEnforcement.Tests.Runs;

/// <summary>Who stopped or refused a run: team (100) → job.</summary>
public sealed class RunStoppedByTests : RunFixture
{
    [Fact]
    public async Task StoppedBy_NoRoomForTheNextSliceAbove_IsTheOneAbove()
    {
        var job = Budget.CreateChild(new BudgetOptions { Name = "job", Limit = 1000m });

        var result = await Run(job, RunUntilStopped, new BudgetedRunOptions { RatePerHour = OnePerSecond });

        (result.Outcome, result.StoppedBy!.Value.Limit, result.Report.Limit).Should().Be((BudgetedRunOutcome.StoppedByBudget, 100m, 1000m));
        Logger.Collector.GetSnapshot().Single(record => record.Id.Name == "RunStopped").Message
            .Should().StartWith("The run under budget job was stopped by budget default: ");
    }

    [Fact]
    public async Task StoppedBy_NoRoomForTheNextSliceInItsOwn_IsItsOwn()
    {
        var job = Budget.CreateChild(new BudgetOptions { Limit = 20m });

        var result = await Run(job, RunUntilStopped, new BudgetedRunOptions { RatePerHour = OnePerSecond });

        result.StoppedBy!.Value.Limit.Should().Be(20m);
    }

    [Fact]
    public async Task StoppedBy_BudgetAboveExceeded_IsTheOneAbove()
    {
        var job = Budget.CreateChild(new BudgetOptions { Name = "job", Limit = 1000m });

        var result = await Run(job, (run, token) =>
        {
            Budget.AddCost(101m);
            return RunUntilStopped(run, token);
        });

        result.StoppedBy.Should().Match<BudgetReport>(report => report.Limit == 100m && report.IsExceeded);
    }

    [Fact]
    public async Task StoppedBy_SeveralExceeded_IsTheNearest()
    {
        var job = Budget.CreateChild(new BudgetOptions { Name = "job", Limit = 100m });
        Budget.AddCost(5m);

        var result = await Run(job, (run, token) =>
        {
            run.Budget.AddCost(100.5m);
            return RunUntilStopped(run, token);
        });

        result.StoppedBy!.Value.Name.Should().Be("job");
    }

    [Fact]
    public async Task StoppedBy_RefusalAbove_IsTheOneThatRefused()
    {
        var job = Budget.CreateChild(new BudgetOptions { Name = "default", Limit = 1000m });

        var result = await Run(job, (run, _) =>
        {
            run.Budget.Reserve(150m).Dispose();
            return Task.CompletedTask;
        });

        (result.Outcome, result.StoppedBy!.Value.Limit).Should().Be((BudgetedRunOutcome.StoppedByBudget, 100m), "both have the same name");
    }

    [Fact]
    public async Task StoppedBy_RefusalOfABudgetOfAnotherTree_IsNoneOfThePath()
    {
        var other = new BudgetEnforcer(new BudgetOptions { Name = "other", Limit = 1m });

        var result = await Run(Budget, (_, _) =>
        {
            other.Reserve(2m).Dispose();
            return Task.CompletedTask;
        });

        (result.Outcome, result.StoppedBy).Should().Be((BudgetedRunOutcome.StoppedByBudget, null));
        result.Exception.Should().BeOfType<BudgetExceededException>().Which.Check.BudgetName.Should().Be("other");
    }

    [Theory]
    [InlineData(nameof(BudgetedRunOptions.ProjectedCost))]
    [InlineData(nameof(BudgetedRunOptions.LandingReserve))]
    [InlineData(nameof(BudgetedRunOptions.RatePerHour))]
    public async Task StoppedBy_Refused_IsTheOneThatRefused(string refused)
    {
        var job = Budget.CreateChild(new BudgetOptions { Name = "default", Limit = 1000m });
        Budget.AddCost(98m);
        var options = new BudgetedRunOptions();
        switch (refused)
        {
            case nameof(BudgetedRunOptions.ProjectedCost):
                options.ProjectedCost = 3m;
                break;
            case nameof(BudgetedRunOptions.LandingReserve):
                options.LandingReserve = 3m;
                break;
            default:
                options.RatePerHour = OnePerSecond;
                break;
        }

        var result = await Run(job, RunUntilStopped, options);

        (result.Outcome, result.StoppedBy!.Value.Limit).Should().Be((BudgetedRunOutcome.Refused, 100m));
        Logged("RunRefused").Should().Be(1);
    }

    [Fact]
    public async Task StoppedBy_BudgetExceededBefore_IsTheOneThatIsExceeded()
    {
        var job = Budget.CreateChild(new BudgetOptions { Name = "job", Limit = 1000m });
        Budget.AddCost(101m);

        var result = await Run(job, RunUntilStopped);

        (result.Outcome, result.StoppedBy!.Value.Limit).Should().Be((BudgetedRunOutcome.Refused, 100m));
    }

    [Fact]
    public async Task StoppedBy_CompletedCancelledOrFailedByItself_IsNone()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var completed = await Run(Budget, (_, _) => Task.CompletedTask);
        var failed = await Run(Budget, (_, _) => throw new InvalidDataException());
        var cancelled = await BudgetedRun.RunAsync(
            Budget,
            async (_, token) =>
            {
                await stop.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            cancellationToken: stop.Token);

        (completed.StoppedBy, failed.StoppedBy, cancelled.StoppedBy).Should().Be((null, null, null));
        (completed.Outcome, failed.Outcome, cancelled.Outcome)
            .Should().Be((BudgetedRunOutcome.Completed, BudgetedRunOutcome.Failed, BudgetedRunOutcome.Cancelled));
        Logged("RunStopped").Should().Be(0);
    }

    [Fact]
    public async Task StoppedBy_LandingThatFailed_IsStillTheOneThatStoppedTheJob()
    {
        var result = await Run(Budget, RunUntilStopped, new BudgetedRunOptions
        {
            RatePerHour = OnePerSecond,
            OnStopping = _ => throw new IOException("bucket gone"),
        });

        (result.Outcome, result.StoppedBy!.Value.Limit).Should().Be((BudgetedRunOutcome.Failed, 100m));
    }

    [Fact]
    public async Task ToString_OfAnyEnd_SaysHowAndWhy()
    {
        var refused = await Run(Budget, RunUntilStopped, new BudgetedRunOptions { RatePerHour = OnePerSecond, LandingReserve = 95.01m });
        var failed = await Run(Budget, (_, _) => throw new InvalidDataException("NaN loss"));

        refused.ToString().Should().Be(
            "Refused: default: Ok, $0.00 of $100.00 spent (0%), reserved: $0.00, available: $100.00 (Budget would be exceeded: "
            + "$100.01 > $100.00 (current: $0.00, reserved: $95.01, required: $5.00 for the first slice of time))");
        failed.ToString().Should().EndWith("(InvalidDataException: NaN loss)");
    }

    [Fact]
    public async Task Refusal_OfEachKind_SaysWhatTheAmountWasRequiredFor()
    {
        var projected = await Run(Budget, RunUntilStopped, new BudgetedRunOptions { ProjectedCost = 100m, LandingReserve = 1m });
        var landing = await Run(Budget, RunUntilStopped, new BudgetedRunOptions { LandingReserve = 101m });
        var slice = await Run(Budget, RunUntilStopped, new BudgetedRunOptions { RatePerHour = OnePerSecond, LandingReserve = 96m });

        projected.Refusal!.Value.Message.Should().EndWith("required: $101.00 for the projected cost and the landing)");
        landing.Refusal!.Value.Message.Should().EndWith("required: $101.00 for the landing)");
        slice.Refusal!.Value.Message.Should().EndWith("required: $5.00 for the first slice of time)");
        new[] { projected, landing, slice }.Select(result => result.Refusal!.Value.Purpose)
            .Should().Equal(BudgetPurpose.ProjectedCost, BudgetPurpose.LandingReserve, BudgetPurpose.FirstSlice);
    }

    private static Task<BudgetedRunResult> Run(
        BudgetEnforcer budget, Func<BudgetedRun, CancellationToken, Task> job, BudgetedRunOptions? options = null) =>
        BudgetedRun.RunAsync(budget, job, options ?? new BudgetedRunOptions(), Token);
}
