using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.Reconciliation;

/// <summary>Repeated comparisons, and what the reconciler tells of them.</summary>
public sealed class ReconciliationRunTests : ReconcilerTest
{
    [Fact]
    public async Task Run_ThroughAnOutageOfTheSource_GoesOnAndLogsEachFailure()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromMinutes(11));
        Biller.Failure = new HttpRequestException("down");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = reconciler.RunAsync(TimeSpan.FromMinutes(1), stop.Token);

        for (var minute = 1; minute < 60; minute++)
        {
            Waiting.Until(() => Clock.Timers == 1);
            Biller.Asked.Should().HaveCount(minute);
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Waiting.Until(() => Clock.Timers == 1);
        team.Spent.Should().Be(1m);
        Biller.Failure = null;
        Clock.Advance(TimeSpan.FromMinutes(1));
        Waiting.Until(() => team.Spent == 2m);
        await stop.CancelAsync();

        await run.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
        run.IsCanceled.Should().BeTrue();
        Events.Count(it => it == ("ReconciliationFailed", LogLevel.Error)).Should().Be(60);
    }

    [Fact]
    public async Task Run_WithAClockThatMakesNoTimer_GoesOn()
    {
        var reconciler = Reconciler();
        Clock.CannotMakeTimers = true;
        using var stop = new CancellationTokenSource();
        var run = reconciler.RunAsync(TimeSpan.FromMilliseconds(1), stop.Token);

        Waiting.Until(() => Events.Count(it => it == ("ReconciliationFailed", LogLevel.Error)) > 2);
        await stop.CancelAsync();

        await run.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Reconcile_CancelledWhileASourceHangsThatIgnoresIt_LetsTheNextOneIn()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromMinutes(11));
        var never = new TaskCompletionSource();
        Biller.BeforeAnswer = _ => never.Task;
        using var stop = new CancellationTokenSource();
        var hung = reconciler.ReconcileAsync(stop.Token);
        await stop.CancelAsync();

        await hung.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
        Biller.BeforeAnswer = static _ => Task.CompletedTask;
        await reconciler.ReconcileAsync(Stop);

        team.Spent.Should().Be(2m);
        never.SetResult();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(50 * 24 * 60)]
    public void Run_WithAnIntervalOutOfRange_ThrowsAtOnce(int minutes) =>
        FluentActions.Invoking(() => { _ = Reconciler().RunAsync(TimeSpan.FromMinutes(minutes), Stop); }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("interval");

    [Fact]
    public async Task Drift_OutsideItsRange_WarnsOnceUntilItIsBack()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 9m, 10m);
        await SettleAsync(reconciler);
        Events.Should().NotContain(("CostDrifted", LogLevel.Warning), "0.9 is within");

        Biller.Bill("a", 0.01m, ManualClock.Noon);
        await SettleAsync(reconciler);
        await SettleAsync(reconciler);
        Events.Count(it => it == ("CostDrifted", LogLevel.Warning)).Should().Be(1);

        Biller.Bill("a", -1m, ManualClock.Noon);
        await SettleAsync(reconciler);
        Biller.Bill("a", 5m, ManualClock.Noon);
        await SettleAsync(reconciler);
        Events.Count(it => it == ("CostDrifted", LogLevel.Warning)).Should().Be(2);
    }

    [Fact]
    public async Task Drift_AboveItsRangeOrOfNothingBilled_Warns()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 11m, 10m);
        Call(reconciler, team, "b", 11.01m, 10m);
        Call(reconciler, team, "c", 1m, 0m);

        await SettleAsync(reconciler);

        Log.Collector.GetSnapshot().Where(record => record.Id.Name == "CostDrifted").Select(record => record.GetStructuredStateValue("Label")).Should().BeEquivalentTo("b", "c");
    }

    [Fact]
    public async Task Drift_AsMetric_IsByNameAndSource()
    {
        var source = "source-" + Guid.NewGuid();
        var (reconciler, team, job) = (Reconciler(new CostReconcilerOptions { SourceName = source[..40] }), Budget(), new BudgetEnforcer(5m));
        using var collector = new MetricCollector<double>(null, "BudgetEnforcement", "budget_enforcement.drift");
        Call(reconciler, team, "a", 1m, 2m);
        Call(reconciler, team, "b", 2m, 2m);
        Call(reconciler, job, "c", 3m, 2m);
        await SettleAsync(reconciler);

        collector.RecordObservableInstruments();

        collector.GetMeasurementSnapshot().Where(it => Equals(it.Tags["source"], source[..40])).Select(it => (it.Tags.GetValueOrDefault("name"), it.Value))
            .Should().BeEquivalentTo([((object?)"team", 0.75), (null, 1.5)]);
        GC.KeepAlive(reconciler);
    }

    [Fact]
    public async Task Reconcile_LoggerThatThrows_AdjustsAllTheSame()
    {
        var team = Budget();
        var reconciler = new CostReconciler(Biller, new CostReconcilerOptions { From = ManualClock.Noon }, new ThrowingLogger(), Clock);
        Call(reconciler, team, "a", 1m, 20m);

        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Adjusted);
        team.Spent.Should().Be(20m);
    }

    private sealed class ThrowingLogger : ILogger<CostReconciler>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new InvalidOperationException();

        public bool IsEnabled(LogLevel logLevel) => throw new InvalidOperationException();

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException();
    }
}
