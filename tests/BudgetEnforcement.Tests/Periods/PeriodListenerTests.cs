using BudgetEnforcement.Tests.Metrics;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>
/// Listeners that hang when a period ends. An operation that begins the period of another budget does not wait for them, and a thread that only fires a
/// timer, cancels a token or collects metrics does not call them.
/// </summary>
public sealed class PeriodListenerTests : IDisposable
{
    private readonly ManualResetEventSlim _mayEnd = new();
    private readonly ManualResetEventSlim _hangs = new();
    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _root;
    private readonly BudgetEnforcer _mine;
    private readonly BudgetEnforcer _other;

    public PeriodListenerTests()
    {
        _root = new BudgetEnforcer(new BudgetOptions { Limit = 1000m }, timeProvider: _clock);
        _mine = _root.CreateChild(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily });
        _other = _root.CreateChild(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily, MaxWaiters = 1, AlertAt = { 0.95m } });
    }

    public void Dispose()
    {
        _mayEnd.Set();
        _mayEnd.Dispose();
        _hangs.Dispose();
    }

    [Theory]
    [InlineData("a timer")]
    [InlineData("a cancellation")]
    [InlineData("a collection of metrics")]
    public void PeriodEnd_FoundByWhatIsNoOperation_IsToldByAWorkItem(string by)
    {
        _other.AddCost(6m);
        var told = 0;
        _other.PeriodEnded += (_, _) => told++;
        using var cancel = new CancellationTokenSource();
        var waiter = _other.ReserveAsync(5m, cancel.Token).AsTask();

        var workItems = TakenWorkItems.During(() =>
        {
            if (by == "a timer")
                _clock.GoTo(ManualClock.Midnight);
            else
                _clock.SetCalendar(ManualClock.Midnight); // No timer fires: the clock was put forward.
            if (by == "a cancellation")
                cancel.Cancel();
            if (by == "a collection of metrics")
                _other.ReadMetrics();
        });

        told.Should().Be(0);
        foreach (var item in workItems)
            item.Execute();
        told.Should().Be(1);
        waiter.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public void AddCost_BeginsItsOwnPeriodAndThatOfAWaiterElsewhere_TellsItsOwnAndDoesNotWaitForTheHandlersThere()
    {
        _other.AddCost(6m);
        _other.PeriodEnded += (_, _) => Hang();
        var waiter = _other.ReserveAsync(5m, TestContext.Current.CancellationToken).AsTask();
        _mine.AddCost(2m);
        var ended = 0m;
        _mine.PeriodEnded += (_, end) => ended = end.Report.Spent;
        _clock.SetCalendar(ManualClock.Midnight);

        Waiting.OnAnotherThread(() =>
        {
            _mine.AddCost(1m);
            ended.Should().Be(2m);
        });

        Waiting.Ends(waiter);
        Waiting.IsSet(_hangs);
    }

    [Fact]
    public void AddCost_ChargesWhatAMeterOfAnotherBudgetHeld_DoesNotWaitForItsHandlers()
    {
        _clock.SetCalendar(ManualClock.Midnight.AddSeconds(-5));
        _other.AddCost(9m);
        _other.ThresholdCrossed += (_, _) => Hang();
        using var meter = _other.StartMeter(360m, new CostMeterOptions { Slice = TimeSpan.FromMinutes(1) });
        _clock.SetCalendar(ManualClock.Midnight);

        Waiting.OnAnotherThread(() => _mine.AddCost(1m));

        Waiting.IsSet(_hangs);
        _mine.Spent.Should().Be(1m);
    }

    [Fact]
    public void Metrics_CollectedAfterAPeriodEnded_DoNotWaitForItsHandlers()
    {
        var probe = new MetricsProbe();
        var budget = new BudgetEnforcer(new BudgetOptions { Name = probe.Name, Limit = 10m, Period = BudgetPeriod.Daily }, timeProvider: _clock);
        budget.AddCost(4m);
        budget.PeriodEnded += (_, _) => Hang();
        _clock.SetCalendar(ManualClock.Midnight);

        Waiting.OnAnotherThread(() => probe.Observe("usage").Should().OnlyContain(measurement => measurement.Value == 0d));

        Waiting.IsSet(_hangs);
    }

    private void Hang()
    {
        _hangs.Set();
        _mayEnd.Wait();
    }
}
