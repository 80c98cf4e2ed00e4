using static BudgetEnforcement.Tests.Metering.Meters;

namespace BudgetEnforcement.Tests.Metering;

public sealed class MeterClockTests
{
    private static readonly CostMeterOptions Hour = new() { Slice = TimeSpan.FromHours(1) };

    private readonly ManualClock _clock = new();

    [Fact]
    public void StartMeter_AThousandMeters_NeedOneTimer()
    {
        var budget = _clock.Budget(10_000m);

        var meters = Enumerable.Range(0, 1000).Select(_ => budget.StartMeter(3600m)).ToList();
        var timers = (_clock.TimersMade, _clock.Timers);
        meters.ForEach(meter => meter.Dispose());

        timers.Should().Be((1, 1));
        _clock.Timers.Should().Be(0);
        budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public void StartMeter_BudgetsOfDifferentTrees_ShareTheTimerOfTheirClockAndOfNoOther()
    {
        var other = new ManualClock();
        using var first = _clock.Budget(10m).StartMeter(1m);
        using var second = _clock.Budget(10m).StartMeter(1m);
        using var third = other.Budget(10m).StartMeter(1m);

        (_clock.TimersMade, _clock.Timers, other.Timers).Should().Be((1, 1, 1));
    }

    [Fact]
    public async Task Tick_ByTheTimerOfAll_DoesNotCarryTheContextOfWhoStartedTheFirst()
    {
        var tenant = new AsyncLocal<string?>();
        var seen = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var budget = new BudgetEnforcer(10m);
        budget.ThresholdCrossed += (_, _) => seen.TrySetResult(tenant.Value);
        tenant.Value = "of the first";

        await using var meter = budget.StartMeter(3600m * 100, new CostMeterOptions { Slice = CostMeterOptions.ShortestSlice });
        tenant.Value = null;
        var carried = await seen.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        carried.Should().BeNull();
    }

    [Fact]
    public void Pause_LastMeterOfAClock_StopsItsTimer()
    {
        using var meter = _clock.Budget(10m).StartMeter(1m);

        meter.Pause();
        var paused = _clock.Timers;
        meter.Resume();

        (paused, _clock.Timers).Should().Be((0, 1));
    }

    [Fact]
    public void StartMeter_AfterTheLastWasDisposed_TicksAgain()
    {
        var budget = _clock.Budget(100m);
        budget.StartMeter(3600m).Dispose();

        using var meter = budget.StartMeter(3600m);
        _clock.AdvanceSeconds(2.5);

        _clock.Timers.Should().Be(1);
        budget.Spent.Should().Be(2.5m);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StartMeter_ShorterSliceThanTheOthers_IsRenewedInTimeWhicheverCameFirst(bool isLongFirst)
    {
        var budget = _clock.Budget(1000m);
        using var first = isLongFirst ? budget.StartMeter(0m, Hour) : budget.StartMeter(3600m, Slices(1));
        using var second = isLongFirst ? budget.StartMeter(3600m, Slices(1)) : budget.StartMeter(0m, Hour);

        _clock.AdvanceSeconds(60);

        (budget.Spent, budget.GetStatus().Overage).Should().Be((60m, 0m));
    }

    [Fact]
    public void StartMeter_NewOnesAllTheTime_DoNotPutOffTheTickOfTheOthers()
    {
        var budget = _clock.Budget(1000m);
        using var meter = budget.StartMeter(3600m, Slices(4));

        for (var i = 0; i < 100; i++)
        {
            using var brief = budget.StartMeter(0m, Slices(4 - (i / 100d)));
            _clock.AdvanceSeconds(0.5);
        }

        budget.GetStatus().Overage.Should().Be(0m);
    }

    [Fact]
    public void Dispose_ManyThreadsStartAndDispose_LeavesNoTimer()
    {
        var budget = _clock.Budget(100_000m);

        Waiting.Together(8, _ =>
        {
            for (var i = 0; i < 500; i++)
                budget.StartMeter(3600m).Dispose();
        });

        (_clock.Timers, budget.Reserved).Should().Be((0, 0m));
    }

    [Fact]
    public void StartMeter_WhileAnotherTimerIsBeingSet_IsHeldUpByNothing()
    {
        using var slow = _clock.Budget(10m).StartMeter(1m, Hour);
        var isDone = false;
        _clock.OnTimer = () =>
        {
            _clock.OnTimer = null;
            Waiting.OnAnotherThread(() =>
            {
                _clock.Budget(10m).StartMeter(1m).Dispose();
                slow.Pause();
                slow.Resume();
                isDone = true;
            });
        };

        using var meter = _clock.Budget(10m).StartMeter(1m);

        isDone.Should().BeTrue();
    }

    [Fact]
    public void StartMeter_ShorterOneStartedWhileTheTimerIsBeingSet_IsRenewedInTime()
    {
        var budget = _clock.Budget(1000m);
        using var slow = budget.StartMeter(0m, Hour);
        CostMeter? fast = null;
        _clock.OnTimer = () =>
        {
            _clock.OnTimer = null;
            Waiting.OnAnotherThread(() => fast = budget.StartMeter(3600m, Slices(1)));
        };

        using var middle = budget.StartMeter(0m, new CostMeterOptions { Slice = TimeSpan.FromMinutes(10) });
        _clock.AdvanceSeconds(10);
        fast!.Dispose();

        (budget.Spent, budget.GetStatus().Overage).Should().Be((10m, 0m));
    }

    [Fact]
    public void Tick_ManyIdleMetersAndOneThatWasShort_FiresNoMoreOftenThanForOne()
    {
        var budget = _clock.Budget(1_000_000m);
        var meters = Enumerable.Range(0, 20_000).Select(_ => budget.StartMeter(1m, Hour)).ToList();
        budget.StartMeter(1m, new CostMeterOptions { Slice = CostMeterOptions.ShortestSlice }).Dispose();

        _clock.AdvanceBy(TimeSpan.FromHours(2), TimeSpan.FromSeconds(10));
        var fired = _clock.TimersFired;
        meters.ForEach(meter => meter.Dispose());

        fired.Should().BeInRange(3, 6);
        budget.Spent.Should().Be(40_000m);
    }

    [Fact]
    public void Tick_MeterThatFails_StopsNoOther()
    {
        var budget = _clock.Budget(1000m);
        using var first = budget.StartMeter(3600m);
        using var second = budget.StartMeter(3600m);
        _clock.Advance(TimeSpan.FromSeconds(2.4));

        // The timer reads the clock, then the first of the two meters does, and that reading fails.
        var reads = 0;
        _clock.OnTimestamp = () =>
        {
            if (++reads == 2)
                throw new NotSupportedException("once");
        };
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        var atOnce = budget.Spent;
        _clock.OnTimestamp = null;
        _clock.AdvanceSeconds(0.5);

        atOnce.Should().Be(2.5m);
        budget.Spent.Should().BeInRange(5m, 5.5m);
    }
}
