namespace BudgetEnforcement.Tests.Metering;

#pragma warning disable CA2213 // A listener that hangs still waits for the event, and must not find it disposed of.
/// <summary>
/// Meters on the clock of the system stop in time, no matter what listeners and the thread pool do. A slice is long enough for a slow machine: the tests
/// look at money, not at time.
/// </summary>
[Collection(AloneDefinition.Name)]
public sealed class MeterThreadTests : IDisposable
{
    private const decimal OnePerSecond = 3600m;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    // A meter is exhausted after about 5 of the 8 seconds that the limit pays for, so a job has 3 to notice it.
    private static readonly CostMeterOptions FourSeconds = new() { Slice = TimeSpan.FromSeconds(4) };

    private readonly ManualResetEventSlim _end = new();

    public void Dispose() => _end.Set();

    [Fact]
    public void Exhausted_HandlerThatHangs_StopsInsideTheLimit()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 8m, AlertAt = { 0.25m } });
        var job = 0;
        var hangs = 0;
        budget.ThresholdCrossed += (_, _) =>
        {
            if (Environment.CurrentManagedThreadId == Volatile.Read(ref job))
                return; // A job that announces what it has reached waits for its handlers.
            Interlocked.Increment(ref hangs);
            _end.Wait(CancellationToken.None);
        };

        StopsInsideTheLimit(budget, () => Volatile.Write(ref job, Environment.CurrentManagedThreadId));

        Volatile.Read(ref hangs).Should().BePositive();
    }

    [Fact]
    public void Exhausted_LoggerThatHangs_StopsInsideTheLimit()
    {
        var isStarted = false;
        var budget = new BudgetEnforcer(8m, new CallbackLogger(_ => _end.Wait(CancellationToken.None), _ => Volatile.Read(ref isStarted)));

        StopsInsideTheLimit(budget, () => Volatile.Write(ref isStarted, true), () => Volatile.Write(ref isStarted, false));
    }

    [Fact]
    public void Exhausted_StarvedPool_StopsInsideTheLimit()
    {
        var budget = new BudgetEnforcer(8m);
        for (var i = 0; i < 100; i++)
            ThreadPool.UnsafeQueueUserWorkItem(static end => end.Wait(CancellationToken.None), _end, preferLocal: false);

        StopsInsideTheLimit(budget);
    }

    [Fact]
    public async Task Exhausted_TenWorkersThatPollOnThePool_StopInsideTheLimit()
    {
        var budget = new BudgetEnforcer(8m);
        var meter = budget.StartMeter(OnePerSecond, FourSeconds);
        using var source = meter.CreateLinkedTokenSource(CancellationToken.None);

        var workers = Enumerable.Range(0, 10).Select(_ => Task.Run(
            () =>
            {
                while (!source.IsCancellationRequested)
                    _end.Wait(1, CancellationToken.None);
                meter.Dispose();
            },
            CancellationToken.None));
        await Task.WhenAll(workers).WaitAsync(Long, TestContext.Current.CancellationToken);

        budget.Spent.Should().BeInRange(4m, 8m);
        budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public void Exhausted_SiblingsCrossAllTheTimeWithSlowHandlers_StopsInsideTheLimit()
    {
        var team = new BudgetEnforcer(1_000_000m);
        var sibling = team.CreateChild(new BudgetOptions { Limit = 1m });
        sibling.ThresholdCrossed += (_, _) => _end.Wait(2, CancellationToken.None);
        var budget = team.CreateChild(new BudgetOptions { Limit = 8m });
        using var isOver = new CancellationTokenSource();
        var crossing = Task.Factory.StartNew(
            () =>
            {
                while (!isOver.IsCancellationRequested)
                {
                    sibling.AddCost(1m);
                    sibling.Reset();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        StopsInsideTheLimit(budget);
        isOver.Cancel();
        Waiting.Ends(crossing);
    }

    [Fact]
    public void Tick_ManyIdleMetersAndOneThatWasShort_WakesUpSeldom()
    {
        var budget = new BudgetEnforcer(1_000_000m);
        var hour = new CostMeterOptions { Slice = TimeSpan.FromHours(1) };
        var meters = Enumerable.Range(0, 20_000).Select(_ => budget.StartMeter(1m, hour)).ToList();
        using (var brief = budget.StartMeter(1m, new CostMeterOptions { Slice = CostMeterOptions.ShortestSlice }))
            SpinWait.SpinUntil(() => budget.Spent > 0m, Long).Should().BeTrue();
        var thread = (MeterThread)MeterClock.Of(TimeProvider.System);

        // The brief meter may wake the thread once more, and at least two thirds of a second pass here.
        var before = thread.Wakings;
        _end.Wait(TimeSpan.FromSeconds(0.7), CancellationToken.None);
        var wakings = thread.Wakings - before;
        meters.ForEach(meter => meter.Dispose());

        wakings.Should().BeLessThanOrEqualTo(2);
    }

    /// <summary>A job on a thread of its own polls its token; it costs at least a slice and at most the limit.</summary>
    private static void StopsInsideTheLimit(BudgetEnforcer budget, Action? afterStart = null, Action? beforeEnd = null)
    {
        Waiting.OnAnotherThread(() =>
        {
            var meter = budget.StartMeter(OnePerSecond, FourSeconds);
            using var source = meter.CreateLinkedTokenSource(CancellationToken.None);
            afterStart?.Invoke();
            using var pause = new ManualResetEventSlim();
            while (!source.IsCancellationRequested)
                pause.Wait(1, CancellationToken.None);
            beforeEnd?.Invoke();
            meter.Dispose();
        });
        budget.Spent.Should().BeInRange(4m, 8m);
    }
}
