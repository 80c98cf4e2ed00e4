namespace BudgetEnforcement.Tests.Metering;

/// <summary>Sources that are linked to a meter of one a second under a limit of 100.</summary>
public sealed class MeterLinkedSourceTests
{
    private readonly MeterScene _scene = new();

    [Fact]
    public void CreateLinkedTokenSource_MeterExhausted_IsCancelledWhenTheTickReturns()
    {
        using var first = Linked();
        using var second = Linked();

        _scene.OthersSpend(95m).Pass(3.5);
        var early = first.IsCancellationRequested;
        _scene.Pass(0.25);

        (early, first.IsCancellationRequested, second.IsCancellationRequested).Should().Be((false, true, true));
    }

    [Fact]
    public void CreateLinkedTokenSource_PathExceeded_IsCancelled()
    {
        using var meter = _scene.Budget.Child(10m).StartMeter(MeterScene.OnePerSecond);
        using var source = meter.CreateLinkedTokenSource(CancellationToken.None);

        _scene.Budget.AddCost(101m);

        Waiting.Until(() => source.IsCancellationRequested);
        meter.ExhaustedToken.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public async Task CreateLinkedTokenSource_TokenOfTheCallerCancelled_IsCancelledAtOnce()
    {
        using var caller = new CancellationTokenSource();
        using var source = LinkedTo(caller.Token);

        var early = source.IsCancellationRequested;
        await caller.CancelAsync();

        (early, source.IsCancellationRequested).Should().Be((false, true));
    }

    [Fact]
    public void CreateLinkedTokenSource_AfterTheFact_IsCancelledAlready()
    {
        using var cancelled = LinkedTo(new CancellationToken(canceled: true));
        cancelled.IsCancellationRequested.Should().BeTrue();

        _scene.OthersSpend(95m).Pass(3.75);
        using var exhausted = Linked();

        exhausted.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void CreateLinkedTokenSource_MeterDisposed_StillHearsOfTheBudget()
    {
        using var before = Linked();
        _scene.Stop();
        using var after = Linked();

        _scene.Budget.AddCost(101m);

        Waiting.Until(() => before.IsCancellationRequested && after.IsCancellationRequested);
    }

    [Fact]
    public void Dispose_OfSourcesInAnyOrder_LeavesTheOthersLinked()
    {
        using var caller = new CancellationTokenSource();
        var sources = Enumerable.Range(0, 5).Select(_ => LinkedTo(caller.Token)).ToList();
        foreach (var ended in new[] { 2, 4, 0, 0 })
            sources[ended].Dispose();

        _scene.OthersSpend(95m).Pass(3.75);
        var isCancelled = sources.ConvertAll(source => source.IsCancellationRequested);
        sources.ForEach(source => source.Dispose());
        caller.Cancel();

        isCancelled.Should().Equal(false, true, false, true, false);
    }

    [Fact]
    public void ExhaustedToken_ContextOfTheCaller_DoesNotReachItsCallbacks()
    {
        var tenant = new AsyncLocal<string?>();
        using var source = Linked();
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
            _scene.OthersSpend(95m).ChangeRate(100m);
            Waiting.IsSet(isDone);
        }

        seen.Should().BeNull();
    }

    private CancellationTokenSource Linked() => LinkedTo(CancellationToken.None);

    private CancellationTokenSource LinkedTo(CancellationToken caller) => _scene.Meter.CreateLinkedTokenSource(caller);
}
