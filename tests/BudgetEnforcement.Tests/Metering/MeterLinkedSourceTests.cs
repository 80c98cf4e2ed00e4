namespace BudgetEnforcement.Tests.Metering;

public sealed class MeterLinkedSourceTests
{
    private const decimal OnePerSecond = 3600m;

    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _budget;

    public MeterLinkedSourceTests() => _budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: _clock);

    [Fact]
    public void CreateLinkedTokenSource_MeterExhausted_IsCancelledWhenTheTickReturns()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        using var first = meter.CreateLinkedTokenSource(CancellationToken.None);
        using var second = meter.CreateLinkedTokenSource(CancellationToken.None);
        _budget.TryAddCost(95m);

        _clock.AdvanceSeconds(3.5);
        var early = first.IsCancellationRequested;
        _clock.AdvanceSeconds(0.25);

        (early, first.IsCancellationRequested, second.IsCancellationRequested).Should().Be((false, true, true));
    }

    [Fact]
    public void CreateLinkedTokenSource_PathExceeded_IsCancelled()
    {
        using var meter = _budget.CreateChild(new BudgetOptions { Limit = 10m }).StartMeter(OnePerSecond);
        using var source = meter.CreateLinkedTokenSource(CancellationToken.None);

        _budget.AddCost(101m);

        SpinWait.SpinUntil(() => source.IsCancellationRequested, TimeSpan.FromMinutes(1)).Should().BeTrue();
        meter.ExhaustedToken.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public async Task CreateLinkedTokenSource_TokenOfTheCallerCancelled_IsCancelledAtOnce()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        using var caller = new CancellationTokenSource();
        using var source = meter.CreateLinkedTokenSource(caller.Token);

        var early = source.IsCancellationRequested;
        await caller.CancelAsync();

        (early, source.IsCancellationRequested).Should().Be((false, true));
    }

    [Fact]
    public void CreateLinkedTokenSource_AfterTheFact_IsCancelledAlready()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        using var other = _budget.StartMeter(OnePerSecond);
        _budget.TryAddCost(90m);
        _clock.AdvanceSeconds(3.75);
        other.ChangeRate(0m);

        using var exhausted = meter.CreateLinkedTokenSource(CancellationToken.None);
        using var cancelled = other.CreateLinkedTokenSource(new CancellationToken(canceled: true));

        (exhausted.IsCancellationRequested, cancelled.IsCancellationRequested).Should().Be((true, true));
    }

    [Fact]
    public void CreateLinkedTokenSource_MeterDisposed_StillHearsOfTheBudget()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        using var before = meter.CreateLinkedTokenSource(CancellationToken.None);
        meter.Dispose();
        using var after = meter.CreateLinkedTokenSource(CancellationToken.None);

        _budget.AddCost(101m);

        SpinWait.SpinUntil(() => before.IsCancellationRequested && after.IsCancellationRequested, TimeSpan.FromMinutes(1)).Should().BeTrue();
    }

    [Fact]
    public void Dispose_OfSourcesInAnyOrder_LeavesTheOthersLinked()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        using var caller = new CancellationTokenSource();
        var sources = Enumerable.Range(0, 5).Select(_ => meter.CreateLinkedTokenSource(caller.Token)).ToList();
        sources[2].Dispose();
        sources[4].Dispose();
        sources[0].Dispose();
        sources[0].Dispose();
        _budget.TryAddCost(95m);

        _clock.AdvanceSeconds(3.75);
        var isCancelled = sources.ConvertAll(source => source.IsCancellationRequested);
        sources.ForEach(source => source.Dispose());
        caller.Cancel();

        isCancelled.Should().Equal(false, true, false, true, false);
    }

    [Fact]
    public void ExhaustedToken_ContextOfTheCaller_DoesNotReachItsCallbacks()
    {
        var tenant = new AsyncLocal<string?>();
        using var meter = _budget.StartMeter(OnePerSecond);
        using var source = meter.CreateLinkedTokenSource(CancellationToken.None);
        using var isDone = new ManualResetEventSlim();
        var seen = "nothing";
        using (source.Token.UnsafeRegister(
            _ =>
            {
                seen = tenant.Value;
                isDone.Set();
            },
            null))
        {
            tenant.Value = "of the caller";
            _budget.TryAddCost(95m);
            meter.ChangeRate(100m * OnePerSecond);
            Waiting.IsSet(isDone);
        }

        seen.Should().BeNull();
    }
}
