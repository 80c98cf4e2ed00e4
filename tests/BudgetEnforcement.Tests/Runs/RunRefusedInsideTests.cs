namespace BudgetEnforcement.Tests.Runs;

/// <summary>"Refusals inside other exceptions are found by what decides what a run came to."</summary>
public sealed class RunRefusedInsideTests : RunFixture
{
    private BudgetedRunOutcome? _landedAs;

    public static TheoryData<string> Names => [.. Thrown.Keys];

    /// <summary>What a job throws, what the run then came to, and whether it landed.</summary>
    private static Dictionary<string, (Func<Exception> Make, BudgetedRunOutcome Outcome, bool Lands)> Thrown { get; } = new()
    {
        ["a refusal by itself"] = (() => Wrapped(0), BudgetedRunOutcome.StoppedByBudget, true),
        ["a refusal in one wrapper"] = (() => Wrapped(1), BudgetedRunOutcome.StoppedByBudget, true),
        ["a refusal in three wrappers"] = (() => Wrapped(3), BudgetedRunOutcome.StoppedByBudget, true),
        ["a refusal in a hundred thousand wrappers"] = (() => Wrapped(100_000), BudgetedRunOutcome.StoppedByBudget, true),
        ["a refusal that two gatherers hold again and again"] = (Gathered, BudgetedRunOutcome.StoppedByBudget, true),
        ["a refusal beside cancellations"] = (
            () => new AggregateException(new OperationCanceledException(), new IOException("aborted", new TaskCanceledException()), Refused()), BudgetedRunOutcome.StoppedByBudget, true),
        ["a cancellation that a refusal caused"] = (() => new OperationCanceledException("gave up", Refused()), BudgetedRunOutcome.StoppedByBudget, true),
        ["a refusal beside another failure"] = (() => new AggregateException(Refused(), new InvalidDataException("NaN loss")), BudgetedRunOutcome.Failed, true),
        ["other failures"] = (() => new AggregateException(new InvalidDataException(), new OperationCanceledException()), BudgetedRunOutcome.Failed, false),
        ["cancellations that nobody asked for"] = (() => new AggregateException(new OperationCanceledException()), BudgetedRunOutcome.Failed, false),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RunAsync_JobThatThrows_ComesToWhatIsInside(string name)
    {
        var (make, outcome, lands) = Thrown[name];
        var thrown = make();

        var result = await RunAndLand((_, _) => throw thrown);

        (result.Outcome, result.Exception, _landedAs).Should().Be((outcome, thrown, lands ? outcome : null));
        (result.StoppedBy?.Limit).Should().Be(lands ? 100m : null);
        (Record.Exception(result.ThrowIfFailed) is not null).Should().Be(outcome == BudgetedRunOutcome.Failed);
    }

    [Fact]
    public async Task RunAsync_RefusedInsideParallelFor_IsStoppedAndLands()
    {
        var result = await RunAndLand((run, _) => Parallel.For(0, 8, _ => run.Budget.Reserve(1000m).Dispose()));

        ShouldBeStopped(result);
        result.Exception.Should().BeOfType<AggregateException>();
    }

    [Fact]
    public async Task RunAsync_RefusedInsideWaitAllBesideWorkThatWasDone_IsStoppedAndLands()
    {
        var result = await RunAndLand(
            (run, _) => Task.WaitAll([Task.Run(() => run.Budget.Reserve(1000m).Dispose(), Token), Task.CompletedTask], Token));

        ShouldBeStopped(result);
    }

    [Fact]
    public async Task RunAsync_GatheredCancellationsAfterItWasToldToStop_IsStopped()
    {
        var result = await RunAndLand((_, token) =>
        {
            PassTimeUntilStopped(token);
            Task.WaitAll([Task.FromCanceled(token), Task.FromCanceled(token)], CancellationToken.None);
        });

        ShouldBeStopped(result);
        result.Exception.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_WrappedCancellationAfterItWasToldToStop_IsFailedButLands()
    {
        var result = await RunAndLand((_, token) =>
        {
            PassTimeUntilStopped(token);
            throw new IOException("write aborted", new OperationCanceledException(token));
        });

        (result.Outcome, _landedAs).Should().Be((BudgetedRunOutcome.Failed, BudgetedRunOutcome.Failed));
        result.StoppedBy!.Value.Limit.Should().Be(100m);
    }

    private static Exception Wrapped(int depth)
    {
        Exception thrown = Refused();
        for (var i = 0; i < depth; i++)
            thrown = i % 2 == 0 ? new InvalidOperationException("step failed", thrown) : new AggregateException(thrown);
        return thrown;
    }

    private static Exception Gathered()
    {
        Exception thrown = Refused();
        for (var i = 0; i < 64; i++)
            thrown = new AggregateException(thrown, thrown);
        return thrown;
    }

    private static BudgetExceededException Refused()
    {
        var budget = new BudgetEnforcer(100m);
        return new BudgetExceededException(budget.CheckBudgetAvailable(1000m));
    }

    private void ShouldBeStopped(BudgetedRunResult result) =>
        (result.Outcome, _landedAs).Should().Be((BudgetedRunOutcome.StoppedByBudget, BudgetedRunOutcome.StoppedByBudget));

    private Task<BudgetedRunResult> RunAndLand(Action<BudgetedRun, CancellationToken> job) =>
        Run(job, Metered(landingReserve: 5m, Landing(landing => _landedAs = landing.Outcome)));
}
