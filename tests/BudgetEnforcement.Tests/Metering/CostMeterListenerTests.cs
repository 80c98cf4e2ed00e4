using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Metering;

#pragma warning disable CA2213 // What hangs still waits for the event, and must not find it disposed of.
/// <summary>Listeners of the budget act on the very meter whose renewal is told, or never return: the meter goes on.</summary>
public sealed class CostMeterListenerTests : IDisposable
{
    private const decimal OnePerSecond = 3600m;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _logger = new();
    private readonly ManualResetEventSlim _never = new();
    private readonly BudgetEnforcer _budget;

    public CostMeterListenerTests() => _budget = Budget(_logger);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _never.Set();

    [Fact]
    public async Task Dispose_InTheHandlerThatItsRenewalRaised_StopsTheMeter()
    {
        var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        var isDone = Once(_budget, meter.Dispose);

        _clock.AdvanceSeconds(8);
        await isDone.WaitAsync(Long, Token);

        ShouldBe(spent: 8m);
        (meter.IsRunning, _clock.Timers).Should().Be((false, 0));
    }

    [Fact]
    public async Task AnyMember_InTheHandlerThatItsRenewalRaised_Works()
    {
        using var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        var isDone = Once(_budget, () =>
        {
            meter.ChangeRate(2m * OnePerSecond);
            meter.Pause();
            meter.Resume();
            meter.Pause();
            _ = meter.Cost + meter.PendingCost + meter.RatePerHour + (decimal)meter.Elapsed.TotalHours;
        });

        _clock.AdvanceSeconds(8);
        await isDone.WaitAsync(Long, Token);

        _budget.Spent.Should().Be(8m);
        _budget.Reserved.Should().Be(0m);
        (meter.IsRunning, meter.RatePerHour).Should().Be((false, 2m * OnePerSecond));
    }

    [Fact]
    public async Task Tick_HandlerThatHangs_RenewsAndExhaustsInTimeAllTheSame()
    {
        var isHanging = new TaskCompletionSource();
        _budget.ThresholdCrossed += (_, _) => Hang(isHanging);
        var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        _clock.AdvanceSeconds(8);
        await isHanging.Task.WaitAsync(Long, Token);

        _clock.AdvanceSeconds(1.5);
        var isExhausted = meter.ExhaustedToken.IsCancellationRequested;
        Waiting.OnAnotherThread(meter.Dispose);

        isExhausted.Should().BeTrue();
        ShouldBe(spent: 9.5m);
    }

    [Fact]
    public async Task Tick_LoggerThatHangs_RenewsAndExhaustsInTimeAllTheSame()
    {
        var isHanging = new TaskCompletionSource();
        var budget = Budget(new CallbackLogger(isEnabled: _ => Hang(isHanging)));
        CostMeter? meter = null;
        _ = Task.Factory.StartNew(() => meter = budget.StartMeter(OnePerSecond, Slices(2)), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        SpinWait.SpinUntil(() => Volatile.Read(ref meter) is not null, Long).Should().BeTrue();

        Waiting.OnAnotherThread(() => _clock.AdvanceSeconds(9.5));
        await isHanging.Task.WaitAsync(Long, Token);

        meter!.ExhaustedToken.IsCancellationRequested.Should().BeTrue();
        budget.GetStatus().Overage.Should().Be(0m);
    }

    [Fact]
    public async Task Dispose_WhileAHandlerOfItsRenewalHangs_HasRecordedTheExactCostWhenItReturns()
    {
        var isHanging = new TaskCompletionSource();
        _budget.ThresholdCrossed += (_, _) => Hang(isHanging);
        var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        _clock.AdvanceSeconds(8);
        await isHanging.Task.WaitAsync(Long, Token);
        _clock.Advance(TimeSpan.FromSeconds(0.125));

        Waiting.OnAnotherThread(meter.Dispose);

        ShouldBe(spent: 8.125m);
    }

    [Fact]
    public async Task Dispose_InTheContinuationOfItsToken_HasRecordedTheExactCostWhenItReturns()
    {
        var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        var work = WorkAsync();

        _clock.AdvanceSeconds(9.5);

        (await work.WaitAsync(Long, Token)).Should().Be((9.5m, 0m));

        async Task<(decimal Spent, decimal Reserved)> WorkAsync()
        {
            using (meter)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, meter.ExhaustedToken).ContinueWith(
                    _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }

            return (_budget.Spent, _budget.Reserved);
        }
    }

    [Fact]
    public async Task ChangeRate_InAHandler_IsChargedFromThatMoment()
    {
        var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        var isDone = Once(_budget, () => meter.ChangeRate(OnePerSecond / 2m));

        _clock.AdvanceSeconds(8);
        await isDone.WaitAsync(Long, Token);
        _clock.AdvanceSeconds(2);
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
    public async Task ExhaustedToken_CallbackThatHangs_HoldsNoOtherMeterUp()
    {
        var isHanging = new TaskCompletionSource();
        using var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        await using var registration = meter.ExhaustedToken.Register(() => Hang(isHanging)).ConfigureAwait(true);
        var other = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: _clock);
        using var otherMeter = other.StartMeter(OnePerSecond, Slices(2));

        Waiting.OnAnotherThread(() => _clock.AdvanceSeconds(20));
        await isHanging.Task.WaitAsync(Long, Token);

        other.GetStatus().Overage.Should().Be(0m);
        other.Spent.Should().Be(20m);
        _never.Set();
    }

    [Fact]
    public async Task ExhaustedToken_CallbackThatThrows_IsLogged()
    {
        using var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        await using var registration = meter.ExhaustedToken.Register(() => throw new InvalidOperationException("callback"));

        _clock.AdvanceSeconds(9.5);

        Logged("CallbackFailed");
        meter.ExhaustedToken.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Exhausted_FarPastTheEnd_IsLoggedOnceWithItsCause()
    {
        using var meter = _budget.StartMeter(OnePerSecond, Slices(2));

        _clock.AdvanceSeconds(60);

        Logged("MeterExhausted").Message.Should().Contain("no room").And.EndWith("is spent");
        _logger.Collector.GetSnapshot().Count(record => record.Id.Name == "MeterExhausted").Should().Be(1);
    }

    [Fact]
    public void Exhausted_MoneyHeldByOthers_SaysSo()
    {
        using var meter = _budget.StartMeter(OnePerSecond, Slices(2));
        using var batch = _budget.Reserve(8m);

        _clock.AdvanceSeconds(2);

        Logged("MeterExhausted").Message.Should().EndWith("is held by others");
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

    /// <summary>Does something in the first crossing that is told.</summary>
    private static Task Once(BudgetEnforcer budget, Action action)
    {
        var isDone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        budget.ThresholdCrossed += (_, crossing) =>
        {
            if (crossing.Status != BudgetStatus.Warning75)
                return;
            action();
            isDone.TrySetResult();
        };
        return isDone.Task;
    }

    private bool Hang(TaskCompletionSource isHanging)
    {
        isHanging.TrySetResult();
        _never.Wait(CancellationToken.None);
        return false;
    }

    private FakeLogRecord Logged(string name)
    {
        SpinWait.SpinUntil(() => Records().Any(), Long).Should().BeTrue();
        return Records().First();

        IEnumerable<FakeLogRecord> Records() => _logger.Collector.GetSnapshot().Where(record => record.Id.Name == name);
    }

    private BudgetEnforcer Budget(ILogger<BudgetEnforcer> logger) => new(new BudgetOptions { Limit = 10m }, logger, _clock);

    private void ShouldBe(decimal spent)
    {
        var report = _budget.GetStatus();
        (report.Spent, report.Reserved, report.OpenReservations).Should().Be((spent, 0m, 0L));
    }
}
