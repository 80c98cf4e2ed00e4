namespace BudgetEnforcement.Tests.Runs;

/// <summary>"Refusals inside other exceptions are found by what decides what a run came to."</summary>
public sealed class RunRefusedInsideTests : RunFixture
{
    private BudgetedRunOutcome? _landedAs;

    [Fact]
    public async Task RunAsync_RefusedInsideParallelFor_IsStoppedAndLands()
    {
        var result = await Run((run, _) =>
        {
            Parallel.For(0, 8, _ => run.Budget.Reserve(1000m).Dispose());
            return Task.CompletedTask;
        });

        ShouldBeStopped(result);
        result.Exception.Should().BeOfType<AggregateException>();
    }

    [Fact]
    public async Task RunAsync_RefusedInsideWaitAllBesideWorkThatWasDone_IsStoppedAndLands()
    {
        var result = await Run((run, _) =>
        {
            Task.WaitAll([Task.Run(() => run.Budget.Reserve(1000m).Dispose(), Token), Task.CompletedTask], Token);
            return Task.CompletedTask;
        });

        ShouldBeStopped(result);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100_000)]
    public async Task RunAsync_RefusedInsideWrappers_IsStoppedAndLands(int depth)
    {
        Exception thrown = Refused();
        for (var i = 0; i < depth; i++)
            thrown = i % 2 == 0 ? new InvalidOperationException("step failed", thrown) : new AggregateException(thrown);

        var result = await Run((_, _) => throw thrown);

        ShouldBeStopped(result);
        result.Exception.Should().BeSameAs(thrown);
    }

    [Fact]
    public async Task RunAsync_RefusedBesideCancellations_IsStopped()
    {
        var result = await Run((_, _) => throw new AggregateException(
            new OperationCanceledException(), new IOException("aborted", new TaskCanceledException()), Refused()));

        ShouldBeStopped(result);
    }

    [Fact]
    public async Task RunAsync_CancellationCausedByARefusal_IsStopped()
    {
        var result = await Run((_, _) => throw new OperationCanceledException("gave up", Refused()));

        ShouldBeStopped(result);
    }

    [Fact]
    public async Task RunAsync_RefusedBesideAnotherFailure_IsFailedButLands()
    {
        var thrown = new AggregateException(Refused(), new InvalidDataException("NaN loss"));

        var result = await Run((_, _) => throw thrown);

        (result.Outcome, result.Exception, _landedAs).Should().Be((BudgetedRunOutcome.Failed, thrown, BudgetedRunOutcome.Failed));
        result.StoppedBy!.Value.Limit.Should().Be(100m);
        result.Invoking(r => r.ThrowIfFailed()).Should().Throw<AggregateException>();
    }

    [Fact]
    public async Task RunAsync_ManyGatherersOfTheSameRefusal_EndsSoon()
    {
        Exception thrown = Refused();
        for (var i = 0; i < 64; i++)
            thrown = new AggregateException(thrown, thrown);

        ShouldBeStopped(await Run((_, _) => throw thrown));
    }

    [Fact]
    public async Task RunAsync_OtherFailuresInside_AreFailures()
    {
        var result = await Run((_, _) => throw new AggregateException(new InvalidDataException(), new OperationCanceledException()));

        (result.Outcome, result.StoppedBy, _landedAs).Should().Be((BudgetedRunOutcome.Failed, null, null));
    }

    [Fact]
    public async Task RunAsync_GatheredCancellationsAfterItWasToldToStop_IsStopped()
    {
        var result = await Run((_, token) =>
        {
            PassTimeUntilStopped(token);
            Task.WaitAll([Task.FromCanceled(token), Task.FromCanceled(token)], CancellationToken.None);
            return Task.CompletedTask;
        });

        ShouldBeStopped(result);
        result.Exception.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_GatheredCancellationsThatNobodyAskedFor_IsFailed()
    {
        var result = await Run((_, _) => throw new AggregateException(new OperationCanceledException()));

        (result.Outcome, _landedAs).Should().Be((BudgetedRunOutcome.Failed, null));
        result.Exception.Should().BeOfType<AggregateException>();
    }

    [Fact]
    public async Task RunAsync_WrappedCancellationAfterItWasToldToStop_IsFailedButLands()
    {
        var result = await Run((_, token) =>
        {
            PassTimeUntilStopped(token);
            throw new IOException("write aborted", new OperationCanceledException(token));
        });

        (result.Outcome, _landedAs).Should().Be((BudgetedRunOutcome.Failed, BudgetedRunOutcome.Failed));
        result.StoppedBy!.Value.Limit.Should().Be(100m);
    }

    private static BudgetExceededException Refused()
    {
        var budget = new BudgetEnforcer(100m);
        return new BudgetExceededException(budget.CheckBudgetAvailable(1000m));
    }

    private void ShouldBeStopped(BudgetedRunResult result) =>
        (result.Outcome, _landedAs).Should().Be((BudgetedRunOutcome.StoppedByBudget, BudgetedRunOutcome.StoppedByBudget));

    private Task<BudgetedRunResult> Run(Func<BudgetedRun, CancellationToken, Task> job) => BudgetedRun.RunAsync(
        Budget,
        job,
        new BudgetedRunOptions
        {
            RatePerHour = OnePerSecond,
            LandingReserve = 5m,
            OnStopping = landing =>
            {
                _landedAs = landing.Outcome;
                return Task.CompletedTask;
            },
        },
        Token);
}
