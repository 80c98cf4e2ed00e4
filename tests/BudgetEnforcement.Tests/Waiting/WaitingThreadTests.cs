namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>Where continuations run, and which code may wait for which.</summary>
public sealed class WaitingThreadTests
{
    private readonly BudgetEnforcer _budget = Asking.NewBudget(100m);

    [Fact]
    public void Continuation_OfAGrant_NeverRunsInsideTheRelease()
    {
        var held = _budget.Reserve(100m);
        using var isReleased = new ManualResetEventSlim();
        using var isContinued = new ManualResetEventSlim();
        var asked = _budget.Ask(60m);

        // The thread would never come back if the continuation ran on it, for the continuation waits until the release has returned.
        Asking.OnAnotherThread(() =>
        {
            asked.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() =>
            {
                isReleased.WaitPatiently();
                isContinued.Set();
            });
            held.Release();
            isReleased.Set();
        });

        isContinued.WaitPatiently();
    }

    [Fact]
    public async Task Continuation_OfACancelledWait_NeverRunsInsideTheCancel()
    {
        _budget.AddCost(100m);
        using var cancel = new CancellationTokenSource();
        using var isCancelled = new ManualResetEventSlim();
        var asked = _budget.AskUntil(60m, cancel.Token);
        var continued = asked.ContinueWith(
            _ => isCancelled.WaitPatiently(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        Asking.OnAnotherThread(() =>
        {
            cancel.Cancel();
            isCancelled.Set();
        });

        await continued.Soon();
    }

    [Fact]
    public void Continuation_OnASynchronizationContext_IsPostedOutsideTheLock()
    {
        var held = _budget.Reserve(100m);
        using var isPosted = new ManualResetEventSlim();
        var context = new PostingContext(() =>
        {
            // This would never come back if the lock were held: another thread uses the budget.
            Asking.OnAnotherThread(() => _budget.AddCost(1m));
            isPosted.Set();
        });
        Asking.OnAnotherThread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(context);
            _ = AwaitOnContext(_budget.Ask(60m));
        });

        Asking.OnAnotherThread(held.Release);

        isPosted.WaitPatiently();
        context.Posts.Should().Be(1);
        _budget.Spent.Should().Be(1m);
    }

    [Fact]
    public async Task Continuation_CallsBackIntoTheBudget_GoesOn()
    {
        var held = _budget.Reserve(100m);
        var chain = Enumerable.Range(0, 100).Select(_ => ReserveAndCommit(1m)).ToArray();

        held.Release();

        await Task.WhenAll(chain).Soon();
        _budget.GetStatus().Should().Match<BudgetReport>(report => report.Spent == 100m && report.Reserved == 0m);
    }

    [Fact]
    public void ThresholdCrossed_HandlerWaitsForAGrantByAnotherThread_GetsIt()
    {
        var held = _budget.Reserve(20m);
        using var isInHandler = new ManualResetEventSlim();
        decimal? granted = null;
        _budget.ThresholdCrossed += (_, crossing) =>
        {
            if (crossing.Status != BudgetStatus.Warning75)
                return;
            var asked = _budget.Ask(20m);
            asked.IsCompleted.Should().BeFalse();
            isInHandler.Set();
            granted = Outcome(asked).Amount;
        };
        var releaser = new Thread(() =>
        {
            isInHandler.WaitPatiently();
            held.Release();
        }) { IsBackground = true };
        releaser.Start();

        Asking.OnAnotherThread(() => _budget.AddCost(80m));

        granted.Should().Be(20m);
    }

    [Fact]
    public void ThresholdCrossed_HandlerReleasesWhatOneWaitsFor_GrantsBeforeItReturns()
    {
        var held = _budget.Reserve(90m);
        var asked = _budget.Ask(25m);
        _budget.ShouldHaveWaiting(asked);
        var wasGranted = false;
        _budget.ThresholdCrossed += (_, _) =>
        {
            held.Release();
            wasGranted = _budget.Waiters() == 0;
        };

        _budget.AddCost(75m);

        wasGranted.Should().BeTrue();
        asked.ShouldBeGranted();
    }

    [Fact]
    public void ThresholdCrossed_HandlerWaitsForTheGrantOfTheSameStep_GetsIt()
    {
        // One smaller commit both crosses a threshold and serves a waiter.
        var held = _budget.Reserve(100m);
        var asked = _budget.Ask(20m);
        decimal? granted = null;
        _budget.ThresholdCrossed += (_, _) => granted = Outcome(asked).Amount;

        Asking.OnAnotherThread(() => held.Commit(80m));

        granted.Should().Be(20m);
    }

    private static BudgetReservation Outcome(Task<BudgetReservation> asked) => asked.Soon().GetAwaiter().GetResult();

    private static async Task AwaitOnContext(Task<BudgetReservation> asked)
    {
        await asked.ConfigureAwait(true);
    }

    private async Task ReserveAndCommit(decimal amount)
    {
        using var reservation = await _budget.ReserveAsync(amount).ConfigureAwait(false);
        reservation.Commit();
    }

    private sealed class PostingContext(Action onPost) : SynchronizationContext
    {
        private int _posts;

        internal int Posts => _posts;

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            onPost();
            d(state);
        }
    }
}
