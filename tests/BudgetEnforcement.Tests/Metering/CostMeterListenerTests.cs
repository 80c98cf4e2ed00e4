using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>Whoever listens to the budget acts on the very meter whose renewal is being told.</summary>
public sealed class CostMeterListenerTests
{
    private const decimal OnePerSecond = 3600m;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly MeteringClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _logger = new();
    private readonly BudgetEnforcer _budget;

    public CostMeterListenerTests() => _budget = new BudgetEnforcer(new BudgetOptions { Limit = 10m }, _logger, _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Dispose_InTheHandlerThatItsRenewalRaised_StopsTheMeter()
    {
        var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        _budget.ThresholdCrossed += (_, _) => meter.Dispose();

        _clock.AdvanceSeconds(20);

        ShouldBe(spent: 8m);
        meter.IsRunning.Should().BeFalse();
        _clock.TimersLiving.Should().Be(0);
    }

    [Fact]
    public async Task Dispose_ByAnotherThreadWhileTheHandlerWaits_DoesNotDeadlock()
    {
        var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        var isDisposed = false;
        _budget.ThresholdCrossed += (_, _) => isDisposed = Task.Run(meter.Dispose, Token).Wait(Long);

        await Task.Run(() => _clock.AdvanceSeconds(20), Token).WaitAsync(Long, Token);

        isDisposed.Should().BeTrue();
        ShouldBe(spent: 8m);
    }

    [Fact]
    public async Task AnyMember_ByAnotherThreadWhileTheHandlerWaits_DoesNotDeadlock()
    {
        using var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        var isDone = false;
        _budget.ThresholdCrossed += (_, _) => isDone = Task.Run(
            () =>
            {
                meter.ChangeRate(2m * OnePerSecond);
                meter.Pause();
                meter.Resume();
                meter.Pause();
                return meter.Cost + meter.PendingCost + meter.RatePerHour + (decimal)meter.Elapsed.TotalHours;
            },
            Token).Wait(Long);

        await Task.Run(() => _clock.AdvanceSeconds(20), Token).WaitAsync(Long, Token);

        isDone.Should().BeTrue();
        ShouldBe(spent: 8m);
        (meter.IsRunning, meter.RatePerHour).Should().Be((false, 2m * OnePerSecond));
    }

    [Fact]
    public async Task DisposeAsync_WhileAnotherThreadRenews_WaitsUntilTheCostIsRecorded()
    {
        var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        using var isTelling = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        _budget.ThresholdCrossed += (_, _) =>
        {
            isTelling.Set();
            goOn.Wait(Long).Should().BeTrue();
        };
        var ticking = Task.Run(() => _clock.AdvanceSeconds(8), Token);
        isTelling.Wait(Long, Token).Should().BeTrue();
        _clock.Advance(TimeSpan.FromSeconds(0.125));

        var disposal = meter.DisposeAsync().AsTask();
        var wasRecorded = disposal.IsCompleted;
        goOn.Set();
        await disposal.WaitAsync(Long, Token);

        wasRecorded.Should().BeFalse();
        ShouldBe(spent: 8.125m);
        await ticking.WaitAsync(Long, Token);
    }

    [Fact]
    public void Pause_InTheHandlerThatItsRenewalRaised_HoldsNothingAfterwards()
    {
        using var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        _budget.ThresholdCrossed += (_, _) => meter.Pause();

        _clock.AdvanceSeconds(20);

        ShouldBe(spent: 8m);
    }

    [Fact]
    public void ChangeRate_InAHandler_IsChargedFromThatMoment()
    {
        var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        _budget.ThresholdCrossed += (_, crossing) =>
        {
            if (crossing.Status == BudgetStatus.Warning75)
                meter.ChangeRate(OnePerSecond / 2m);
        };

        _clock.AdvanceSeconds(10);
        meter.Dispose();

        // 8 seconds at one a second, 2 at a half.
        ShouldBe(spent: 9m);
    }

    [Fact]
    public void Tick_HandlerThatThrows_DoesNotStopTheMeter()
    {
        using var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        _budget.ThresholdCrossed += (_, _) => throw new InvalidOperationException("handler");

        _clock.AdvanceSeconds(20);

        _budget.Spent.Should().Be(20m);
    }

    [Fact]
    public async Task Dispose_InACallbackOfItsToken_StopsTheMeter()
    {
        var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        var isDisposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = meter.ExhaustedToken.Register(() =>
        {
            meter.Dispose();
            isDisposed.SetResult();
        });

        _clock.AdvanceSeconds(9.5);
        await isDisposed.Task.WaitAsync(Long, Token);

        ShouldBe(spent: 9m);
        _budget.IsBudgetExceeded.Should().BeFalse();
    }

    [Fact]
    public async Task ExhaustedToken_CallbackThatThrows_IsLogged()
    {
        using var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        await using var registration = meter.ExhaustedToken.Register(() => throw new InvalidOperationException("callback"));

        _clock.AdvanceSeconds(9.5);
        await WaitUntil(() => _logger.Collector.GetSnapshot().Any(record => record.Id.Name == "CallbackFailed"));

        meter.ExhaustedToken.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Exhausted_FarPastTheEnd_IsLoggedOnce()
    {
        using var meter = _budget.StartMeter(OnePerSecond, Slices(2));

        _clock.AdvanceSeconds(60);

        _logger.Collector.GetSnapshot().Count(record => record.Id.Name == "MeterExhausted").Should().Be(1);
    }

    [Fact]
    public void ExhaustedToken_AfterDisposal_CanStillBeRead()
    {
        var meter = _budget.StartMeter(OnePerSecond);

        meter.Dispose();

        meter.ExhaustedToken.IsCancellationRequested.Should().BeFalse();
        meter.ExhaustedToken.WaitHandle.WaitOne(0).Should().BeFalse();
    }

    private static CostMeterOptions Slices(double seconds) => new() { Slice = TimeSpan.FromSeconds(seconds) };

    private static async Task WaitUntil(Func<bool> condition)
    {
        for (var deadline = TimeProvider.System.GetTimestamp(); !condition(); await Task.Yield())
            TimeProvider.System.GetElapsedTime(deadline).Should().BeLessThan(Long);
    }

    private void ShouldBe(decimal spent)
    {
        var report = _budget.GetStatus();
        (report.Spent, report.Reserved, report.OpenReservations).Should().Be((spent, 0m, 0L));
    }
}
