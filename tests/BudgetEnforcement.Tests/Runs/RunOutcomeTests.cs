namespace BudgetEnforcement.Tests.Runs;

/// <summary>The outcome of a run, by how its job ends: at one a second under a limit of 100, with 5 held for a landing that costs 1.</summary>
public sealed class RunOutcomeTests : RunFixture
{
    private static readonly End StoppedInTime = new(BudgetedRunOutcome.StoppedByBudget, 95m - LeftOfASlice, Lands: true, KeepsException: false);
    private static readonly End StoppedByRefusal = new(BudgetedRunOutcome.StoppedByBudget, 0m, Lands: true, KeepsException: true);
    private static readonly End Failed = new(BudgetedRunOutcome.Failed, 0m, Lands: false, KeepsException: true);
    private static readonly End Cancelled = new(BudgetedRunOutcome.Cancelled, 3m, Lands: true, KeepsException: false);
    private static readonly End Completed = new(BudgetedRunOutcome.Completed, 0m, Lands: false, KeepsException: false);

    private readonly List<BudgetedRunOutcome> _landings = [];

    private delegate Task Job(RunOutcomeTests it, BudgetedRun run, CancellationToken token);

    public static TheoryData<string> Names => [.. Jobs.Keys];

    private static Dictionary<string, (Job Job, End End)> Jobs { get; } = new()
    {
        ["it is done"] = (WorkFor(10, static run => run.Budget.AddCost(5m)), Completed with { Spent = 15m }),
        ["it fails"] = (WorkFor(1, static _ => throw new InvalidDataException("NaN loss")), Failed with { Spent = 1m }),
        ["it runs until it is told to stop, and throws"] = (static (it, run, token) => it.RunUntilStopped(run, token), StoppedInTime),
        ["it runs until it is told to stop, and returns"] = (UntilStopped(static (_, _, _) => { }), StoppedInTime),
        ["it has done all when it is told to stop"] =
            (UntilStopped(static (_, run, _) => run.ReportProgress(1)), Completed with { Spent = StoppedInTime.Spent }),
        ["parallel parts of it are told to stop"] = (
            UntilStopped(static (_, _, token) => Task.WaitAll([Task.FromCanceled(token), Task.FromCanceled(token)], CancellationToken.None)),
            StoppedInTime),
        ["it wraps the cancellation when it is told to stop"] = (
            UntilStopped(static (_, _, token) => throw new IOException("write aborted", new OperationCanceledException(token))),
            StoppedInTime with { Outcome = BudgetedRunOutcome.Failed, KeepsException = true }),
        ["its caller cancels it, and it throws"] = (static (it, _, token) => it.RunUntilCancelled(seconds: 3, token), Cancelled),
        ["its caller cancels it, and it returns"] = (
            static (it, _, _) =>
            {
                it.Clock.AdvanceSeconds(3);
                return it.Caller.CancelAsync();
            },
            Cancelled),
        ["its caller cancels it too when it is told to stop"] = (UntilStopped(static (it, _, _) => it.Caller.Cancel()), StoppedInTime),
        ["it is cancelled, which nobody asked for"] = (static (_, _, _) => Task.FromCanceled(new CancellationToken(canceled: true)), Failed),

        ["a refusal"] = (Throw(() => Wrapped(0)), StoppedByRefusal),
        ["a refusal in one wrapper"] = (Throw(() => Wrapped(1)), StoppedByRefusal),
        ["a refusal in three wrappers"] = (Throw(() => Wrapped(3)), StoppedByRefusal),
        ["a refusal in a hundred thousand wrappers"] = (Throw(() => Wrapped(100_000)), StoppedByRefusal),
        ["a refusal that two gatherers hold again and again"] = (Throw(Gathered), StoppedByRefusal),
        ["a refusal beside cancellations"] = (
            Throw(() => Several(new OperationCanceledException(), new IOException("aborted", new TaskCanceledException()), Refused())),
            StoppedByRefusal),
        ["a cancellation that a refusal caused"] = (Throw(() => new OperationCanceledException("gave up", Refused())), StoppedByRefusal),
        ["a refusal of one of several parallel parts"] =
            (static (_, run, _) => Task.FromResult(Parallel.For(0, 8, _ => run.Budget.Reserve(1000m).Dispose())), StoppedByRefusal),
        ["a refusal beside a part that was done"] = (
            static async (_, run, _) => Task.WaitAll([Task.Run(() => run.Budget.Reserve(1000m).Dispose(), Token), Task.CompletedTask], Token),
            StoppedByRefusal),
        ["a refusal beside another failure"] =
            (Throw(() => Several(Refused(), new InvalidDataException("NaN loss"))), Failed with { Lands = true }),
        ["other failures"] = (Throw(() => Several(new InvalidDataException(), new OperationCanceledException())), Failed),
        ["cancellations that nobody asked for"] = (Throw(() => Several(new OperationCanceledException())), Failed),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RunAsync_JobThatEnds_ComesToWhatItsEndSays(string name)
    {
        var (job, end) = Jobs[name];
        Exception? thrown = null;

        var result = await RunAndLand(async (run, token) =>
        {
            try
            {
                await job(this, run, token);
            }
            catch (Exception exception)
            {
                thrown = exception;
                throw;
            }
        });

        // The text of some of these exceptions has no end, so nothing here may print them.
        var hasWhatItShould = ReferenceEquals(result.Exception, end.KeepsException ? thrown : null);
        (result.Outcome, hasWhatItShould, result.Refusal).Should().Be((end.Outcome, true, null));
        Record.Exception(result.ThrowIfFailed).Should().BeSameAs(end.Outcome == BudgetedRunOutcome.Failed ? thrown : null);
        _landings.Should().Equal(end.Lands ? [end.Outcome] : []);
        (result.Report.Spent, result.Report.Reserved).Should().Be((end.Lands ? end.Spent + 1m : end.Spent, 0m));
        (result.StoppedBy?.Limit).Should().Be(end.Lands && end.Outcome != BudgetedRunOutcome.Cancelled ? 100m : null);
        Logged("RunEnded").Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_CallerCancelledBefore_RunsNothing()
    {
        await Caller.CancelAsync();
        var hasRun = false;

        var result = await RunAndLand((_, _) => Task.FromResult(hasRun = true));

        (result.Outcome, hasRun, _landings.Count).Should().Be((BudgetedRunOutcome.Cancelled, false, 0));
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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RunAsync_StoppedJobThrowsAndTheClockFailsSoOften_IsFailedButLandsAndKeepsWhatTheJobThrew(int failures)
    {
        var thrown = new InvalidOperationException("The job fails.");

        var result = await RunAndLand((_, token) =>
        {
            PassTimeUntilStopped(token);
            Clock.FailingTimestamps = failures;
            throw thrown;
        });

        (_landings.Count, result.Outcome, result.Exception, result.StoppedBy?.Limit).Should().Be((1, BudgetedRunOutcome.Failed, thrown, 100m));
    }

    [Fact]
    public async Task RunAsync_ClockThatFailsAsTheStoppedJobReturns_SaysWhoStoppedIt()
    {
        var result = await Run((_, token) =>
        {
            PassTimeUntilStopped(token);
            Clock.FailingTimestamps = 1;
        });

        (result.Outcome, result.StoppedBy?.Limit).Should().Be((BudgetedRunOutcome.StoppedByBudget, 100m));
    }

    private static Job WorkFor(int seconds, Action<BudgetedRun> end) => async (it, run, _) =>
    {
        await Task.Yield();
        it.Clock.AdvanceSeconds(seconds);
        end(run);
    };

    private static Job UntilStopped(Action<RunOutcomeTests, BudgetedRun, CancellationToken> end) => async (it, run, token) =>
    {
        it.PassTimeUntilStopped(token);
        end(it, run, token);
    };

    private static Job Throw(Func<Exception> make) => (_, _, _) => throw make();

    private static Exception Wrapped(int depth)
    {
        Exception thrown = Refused();
        for (var i = 0; i < depth; i++)
            thrown = i % 2 == 0 ? new InvalidOperationException("step failed", thrown) : Several(thrown);
        return thrown;
    }

    private static Exception Gathered()
    {
        Exception thrown = Refused();
        for (var i = 0; i < 64; i++)
            thrown = Several(thrown, thrown);
        return thrown;
    }

    private static AggregateException Several(params Exception[] exceptions) => new(exceptions);

    private static BudgetExceededException Refused() => new(new BudgetEnforcer(100m).CheckBudgetAvailable(1000m));

    private Task<BudgetedRunResult> RunAndLand(Func<BudgetedRun, CancellationToken, Task> job) => Run(job, Metered(5m, Landing(landing =>
    {
        _landings.Add(landing.Outcome);
        landing.AddCost(1m);
    })));

    /// <summary>The outcome of a run, its spend before the landing, and whether its result has the exception of the job.</summary>
    private sealed record End(BudgetedRunOutcome Outcome, decimal Spent, bool Lands, bool KeepsException);
}
