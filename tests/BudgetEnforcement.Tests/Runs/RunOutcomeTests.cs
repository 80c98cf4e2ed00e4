namespace BudgetEnforcement.Tests.Runs;

public sealed class RunOutcomeTests : RunFixture
{
    [Fact]
    public async Task RunAsync_JobThatReturns_IsCompletedWithTheFinalReportAndLoggedOnce()
    {
        var result = await Run(async (run, _) =>
        {
            await Task.Yield();
            Clock.AdvanceSeconds(10);
            run.Budget.AddCost(5m);
        });

        result.Outcome.Should().Be(BudgetedRunOutcome.Completed);
        (result.Report.Spent, result.Report.Reserved, result.Exception, result.Refusal).Should().Be((15m, 0m, null, null));
        result.Invoking(r => r.ThrowIfFailed()).Should().NotThrow();
        Logged("RunEnded").Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_MeterExhausted_IsStoppedInsideTheLimit()
    {
        var result = await Run(RunUntilStopped);

        (result.Outcome, result.Report.Spent, result.Exception).Should().Be((BudgetedRunOutcome.StoppedByBudget, 100m - LeftOfASlice, null));
    }

    [Theory]
    [InlineData(false, BudgetedRunOutcome.StoppedByBudget)]
    [InlineData(true, BudgetedRunOutcome.Completed)]
    public async Task RunAsync_JobThatReturnsAfterItWasToldToStop_IsStoppedUnlessItIsDone(bool isDone, BudgetedRunOutcome outcome)
    {
        var result = await Run((run, token) =>
        {
            PassTimeUntilStopped(token);
            if (isDone)
                run.ReportProgress(1);
        });

        result.Outcome.Should().Be(outcome);
    }

    [Fact]
    public async Task RunAsync_BudgetExceededByCosts_IsStopped()
    {
        var result = await Run(UntilStoppedAfter(run => run.Budget.AddCost(100.5m)), new BudgetedRunOptions());

        (result.Outcome, result.Report.Spent).Should().Be((BudgetedRunOutcome.StoppedByBudget, 100.5m));
    }

    [Fact]
    public async Task RunAsync_CallerCancels_IsCancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var result = await Run(CancelledBy(stop, seconds: 3), caller: stop.Token);

        (result.Outcome, result.Report.Spent, result.Exception).Should().Be((BudgetedRunOutcome.Cancelled, 3m, null));
    }

    [Fact]
    public async Task RunAsync_CallerCancelledBefore_RunsNothing()
    {
        var hasRun = false;

        var result = await Run((_, _) => { hasRun = true; }, caller: new CancellationToken(canceled: true));

        (result.Outcome, hasRun).Should().Be((BudgetedRunOutcome.Cancelled, false));
    }

    [Fact]
    public async Task RunAsync_JobThatThrows_IsFailedWithItsVeryException()
    {
        var failure = new InvalidDataException("NaN loss");

        var result = await Run(async (_, _) =>
        {
            await Task.Yield();
            Clock.AdvanceSeconds(1);
            throw failure;
        });

        (result.Outcome, result.Report.Spent).Should().Be((BudgetedRunOutcome.Failed, 1m));
        result.Exception.Should().BeSameAs(failure);
        result.Invoking(r => r.ThrowIfFailed()).Should().Throw<InvalidDataException>().Which.Should().BeSameAs(failure);
    }

    [Fact]
    public async Task RunAsync_CancellationThatNobodyAskedFor_IsFailed()
    {
        using var foreign = new CancellationTokenSource();
        await foreign.CancelAsync();

        var result = await Run((_, _) => Task.FromCanceled(foreign.Token));

        result.Outcome.Should().Be(BudgetedRunOutcome.Failed);
        result.Exception.Should().BeAssignableTo<OperationCanceledException>();
    }

    [Fact]
    public async Task RunAsync_WithoutRate_HasNoMeter()
    {
        CostMeter? meter = null;

        var result = await Run(
            (run, _) =>
            {
                meter = run.Meter;
                Clock.AdvanceSeconds(3600);
            },
            new BudgetedRunOptions());

        (meter, result.Report.Spent).Should().Be((null, 0m));
    }
}
