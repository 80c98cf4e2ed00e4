using Microsoft.Extensions.Logging.Testing;
using static BudgetEnforcement.Tests.Metering.Meters;

namespace BudgetEnforcement.Tests.Metering;

#pragma warning disable CA2213 // A listener that hangs still waits for the event, and must not find it disposed of.
/// <summary>Listeners of the budget act on the very meter whose renewal is told, or never return: it goes on. The limit is 10, a slice 2 seconds.</summary>
public sealed class CostMeterListenerTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _logger = new();
    private readonly ManualResetEventSlim _isHanging = new();
    private readonly ManualResetEventSlim _never = new();
    private readonly MeterScene _scene;
    private readonly CostMeter _meter;

    public CostMeterListenerTests()
    {
        _scene = new MeterScene(limit: 10m, Slices(2), _clock, _logger);
        _meter = _scene.Meter;
    }

    public void Dispose() => _never.Set();

    [Fact]
    public void Dispose_InTheHandlerThatItsRenewalRaised_StopsTheMeter()
    {
        PassUntilTold(8, _meter.Dispose);

        ShouldBeOver(spent: 8m);
        (_meter.IsRunning, _clock.Timers).Should().Be((false, 0));
    }

    [Fact]
    public void AnyMember_InTheHandlerThatItsRenewalRaised_Works()
    {
        PassUntilTold(8, () => _scene.ChangeRate(2m).Pause().Resume().Pause().ShouldRead(cost: 8m, pending: 0m, seconds: 8, isRunning: false));

        _scene.ShouldHave(spent: 8m, reserved: 0m).ShouldRead(cost: 8m, isRunning: false);
        _meter.RatePerHour.Should().Be(2m * MeterScene.OnePerSecond);
    }

    [Fact]
    public void ChangeRate_InAHandler_IsChargedFromThatMoment()
    {
        PassUntilTold(8, () => _scene.ChangeRate(0.5m));

        _scene.Pass(2).Stop();

        // 8 seconds at one a second, 2 at a half.
        ShouldBeOver(spent: 9m);
    }

    [Fact]
    public void Tick_HandlerThatHangs_RenewsAndExhaustsInTimeAllTheSame()
    {
        PassUntilTheHandlerHangs();

        _scene.Pass(1.5).ShouldBeExhausted();

        Waiting.OnAnotherThread(_meter.Dispose);
        ShouldBeOver(spent: 9.5m);
    }

    [Fact]
    public void Dispose_WhileAHandlerOfItsRenewalHangs_HasRecordedTheExactCostWhenItReturns()
    {
        PassUntilTheHandlerHangs();
        _scene.Jump(0.125);

        Waiting.OnAnotherThread(_meter.Dispose);

        ShouldBeOver(spent: 8.125m);
    }

    [Fact]
    public void Tick_LoggerThatHangs_RenewsAndExhaustsInTimeAllTheSame()
    {
        MeterScene? scene = null;
        var logger = new CallbackLogger(isEnabled: _ => Hang());
        _ = Task.Factory.StartNew(
            () => scene = new MeterScene(limit: 10m, Slices(2), _clock, logger),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        Waiting.Until(() => Volatile.Read(ref scene) is not null);

        Waiting.OnAnotherThread(() => _clock.AdvanceSeconds(9.5));
        Waiting.IsSet(_isHanging);

        scene!.ShouldBeExhausted().Budget.GetStatus().Overage.Should().Be(0m);
    }

    [Fact]
    public async Task Dispose_InTheContinuationOfItsToken_HasRecordedTheExactCostWhenItReturns()
    {
        var work = WorkAsync();

        _clock.AdvanceSeconds(9.5);

        (await work.WaitAsync(Long, TestContext.Current.CancellationToken)).Should().Be((9.5m, 0m));

        async Task<(decimal Spent, decimal Reserved)> WorkAsync()
        {
            using (_meter)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _meter.ExhaustedToken).ContinueWith(
                    _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }

            return _scene.Budget.Numbers();
        }
    }

    [Fact]
    public void Tick_HandlerThatThrows_DoesNotStopTheMeter()
    {
        _scene.Budget.ThresholdCrossed += (_, _) => throw new InvalidOperationException("handler");

        _scene.Pass(20).ShouldHave(spent: 20m, reserved: 0m);
    }

    [Fact]
    public void ExhaustedToken_CallbackThatHangs_HoldsNoOtherMeterUp()
    {
        _meter.ExhaustedToken.Register(() => Hang());
        var other = new MeterScene(clock: _clock, options: Slices(2));

        Waiting.OnAnotherThread(() => _clock.AdvanceSeconds(20));
        Waiting.IsSet(_isHanging);

        other.ShouldHave(spent: 20m, reserved: 2m, overage: 0m);
    }

    [Fact]
    public void ExhaustedToken_CallbackThatThrows_IsLogged()
    {
        _meter.ExhaustedToken.Register(() => throw new InvalidOperationException("callback"));

        _scene.Pass(9.5).ShouldBeExhausted();

        Logged("CallbackFailed");
    }

    [Fact]
    public void Exhausted_FarPastTheEnd_IsLoggedOnceWithItsCause()
    {
        _scene.Pass(60);

        Logged("MeterExhausted").Message.Should().Contain("no room").And.EndWith("is spent");
        _logger.Collector.GetSnapshot().Count(record => record.Id.Name == "MeterExhausted").Should().Be(1);
    }

    [Fact]
    public void Exhausted_MoneyHeldByOthers_SaysSo()
    {
        _scene.OthersHold(8m).Pass(2);

        Logged("MeterExhausted").Message.Should().EndWith("is held by others");
    }

    [Fact]
    public void ExhaustedToken_AfterDisposal_CanStillBeRead()
    {
        _scene.Stop().ShouldBeExhausted(false);

        _meter.ExhaustedToken.WaitHandle.WaitOne(0).Should().BeFalse();
    }

    /// <summary>Lets time pass up to the crossing of three quarters, and does something in its handler.</summary>
    private void PassUntilTold(double seconds, Action action)
    {
        using var isDone = new ManualResetEventSlim();
        _scene.Budget.ThresholdCrossed += (_, crossing) =>
        {
            if (crossing.Status != BudgetStatus.Warning75)
                return;
            action();
            isDone.Set();
        };
        _scene.Pass(seconds);
        Waiting.IsSet(isDone);
    }

    private void PassUntilTheHandlerHangs()
    {
        _scene.Budget.ThresholdCrossed += (_, _) => Hang();
        _scene.Pass(8);
        Waiting.IsSet(_isHanging);
    }

    private bool Hang()
    {
        _isHanging.Set();
        _never.Wait(CancellationToken.None);
        return false;
    }

    private FakeLogRecord Logged(string name)
    {
        Waiting.Until(() => Records().Any());
        return Records().First();

        IEnumerable<FakeLogRecord> Records() => _logger.Collector.GetSnapshot().Where(record => record.Id.Name == name);
    }

    private void ShouldBeOver(decimal spent)
    {
        _scene.ShouldHave(spent, reserved: 0m);
        _scene.Budget.GetStatus().OpenReservations.Should().Be(0);
    }
}
