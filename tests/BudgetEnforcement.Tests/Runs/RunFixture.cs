using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Runs;

/// <summary>A budget of 100 on a clock by hand, and the promise that every run leaves nothing behind.</summary>
public abstract class RunFixture : IAsyncLifetime
{
    internal const decimal OnePerSecond = 3600m;

    /// <summary>The rest of a slice of 5 s, at one a second, when the meter is exhausted.</summary>
    internal const decimal LeftOfASlice = 1.25m;

    private protected RunFixture() => Budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, Logger, Clock);

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Cancels the run of a test.</summary>
    private protected CancellationTokenSource Caller { get; } = CancellationTokenSource.CreateLinkedTokenSource(Token);

    private protected ManualClock Clock { get; } = new();

    private protected FakeLogger<BudgetEnforcer> Logger { get; } = new();

    private protected BudgetEnforcer Budget { get; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        var report = Budget.GetStatus();
        (report.Reserved, report.OpenReservations, Clock.Timers).Should().Be((0m, 0L, 0), "a run that is over holds nothing and has no timer");
        Caller.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected static BudgetedRunOptions Metered(decimal landingReserve = 0m, Func<BudgetedLanding, Task>? onStopping = null) =>
        new() { RatePerHour = OnePerSecond, LandingReserve = landingReserve, OnStopping = onStopping };

    /// <summary>A landing that does not wait.</summary>
    private protected static Func<BudgetedLanding, Task> Landing(Action<BudgetedLanding> land) => landing =>
    {
        land(landing);
        return Task.CompletedTask;
    };

    /// <summary>Runs a job, on the budget of 100 and at one a second unless it is told otherwise.</summary>
    private protected Task<BudgetedRunResult> Run(
        Func<BudgetedRun, CancellationToken, Task> job, BudgetedRunOptions? options = null, BudgetEnforcer? budget = null) =>
        BudgetedRun.RunAsync(budget ?? Budget, job, options ?? Metered(), Caller.Token);

    /// <summary>Runs a job that does not wait.</summary>
    private protected Task<BudgetedRunResult> Run(
        Action<BudgetedRun, CancellationToken> job, BudgetedRunOptions? options = null, BudgetEnforcer? budget = null) => Run(
        (run, token) =>
        {
            job(run, token);
            return Task.CompletedTask;
        },
        options,
        budget);

    /// <summary>A job that runs until it is told to stop, and stops by throwing, as most do.</summary>
    private protected Task RunUntilStopped(BudgetedRun run, CancellationToken token)
    {
        PassTimeUntilStopped(token);
        token.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    /// <summary>A job that begins with something and then runs until it is told to stop.</summary>
    private protected Func<BudgetedRun, CancellationToken, Task> UntilStoppedAfter(Action<BudgetedRun> begin) => (run, token) =>
    {
        begin(run);
        return RunUntilStopped(run, token);
    };

    /// <summary>A job that runs for some seconds, and whose caller cancels it then.</summary>
    private protected async Task RunUntilCancelled(int seconds, CancellationToken token)
    {
        Clock.AdvanceSeconds(seconds);
        await Caller.CancelAsync();
        token.ThrowIfCancellationRequested();
    }

    private protected void PassTimeUntilStopped(CancellationToken token)
    {
        // An hour and more is far past every budget here.
        for (var i = 0; i < 20_000 && !token.IsCancellationRequested; i++)
        {
            Clock.AdvanceSeconds(0.25);
            WaitForCallbacks(token);
        }
    }

    private protected int Logged(string name) => Logger.Collector.GetSnapshot().Count(record => record.Id.Name == name);

    // Callbacks of the tokens of meters and budgets run on the thread pool, and that is how they reach the token of the run.
    private void WaitForCallbacks(CancellationToken token)
    {
        var isStopping = Budget.IsBudgetExceeded || Logged("MeterExhausted") > 0;
        if (isStopping)
            token.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)).Should().BeTrue();
    }
}
