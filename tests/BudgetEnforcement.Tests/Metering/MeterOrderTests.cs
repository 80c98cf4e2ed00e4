namespace BudgetEnforcement.Tests.Metering;

/// <summary>Each request reads the clock before it is in line, so another may overtake it in between; here the clock itself makes that happen.</summary>
public sealed class MeterOrderTests
{
    private const decimal OnePerSecond = 3600m;

    private readonly SecondsClock _clock = new();
    private readonly BudgetEnforcer _budget;

    public MeterOrderTests() => _budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: _clock);

    [Fact]
    public void Resume_ClockReadBeforeTheLastRequest_ChargesNoTimeTwice()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        _clock.Now = 10;
        meter.Pause();

        _clock.Now = 8;
        meter.Resume();
        _clock.Now = 11;
        meter.Dispose();

        _budget.Spent.Should().Be(11m);
    }

    [Fact]
    public void ChangeRate_ClockReadBeforeTheLastRequest_ChargesNoTimeTwice()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        _clock.Now = 10;
        meter.ChangeRate(2m * OnePerSecond);

        _clock.Now = 8;
        meter.ChangeRate(3m * OnePerSecond);
        _clock.Now = 11;
        meter.Dispose();

        _budget.Spent.Should().Be(13m);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Resume_OvertakenByDisposal_HoldsNothing(bool isPaused)
    {
        var meter = _budget.StartMeter(OnePerSecond);
        if (isPaused)
            meter.Pause();
        _clock.OnRead = meter.Dispose;

        meter.Resume();
        _clock.Now = 10;

        (meter.IsRunning, meter.Cost, _budget.Reserved, _budget.Spent).Should().Be((false, 0m, 0m, 0m));
    }

    [Fact]
    public void ChangeRate_OvertakenByDisposal_HoldsNothing()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        _clock.OnRead = meter.Dispose;

        meter.ChangeRate(2m * OnePerSecond);
        _clock.Now = 10;

        (meter.IsRunning, meter.Cost, _budget.Reserved, _budget.Spent).Should().Be((false, 0m, 0m, 0m));
    }

    [Fact]
    public void Renew_OvertakenByDisposal_HoldsNothing()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        _clock.Now = 3;
        _clock.OnRead = meter.Dispose;

        meter.RenewIfDue();

        (meter.IsRunning, meter.Cost, _budget.Reserved, _budget.Spent).Should().Be((false, 3m, 0m, 3m));
    }

    [Fact]
    public void Dispose_ClockOfOneTickASecond_CountsWholeSeconds()
    {
        var meter = _budget.StartMeter(OnePerSecond, new CostMeterOptions { Slice = TimeSpan.FromSeconds(0.1) });

        _clock.Now = 7;
        meter.Dispose();

        (_budget.Spent, meter.Elapsed).Should().Be((7m, TimeSpan.FromSeconds(7)));
    }

    private sealed class SecondsClock : TimeProvider
    {
        internal long Now { get; set; }

        internal Action? OnRead { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp()
        {
            var now = Now;
            var onRead = OnRead;
            OnRead = null;
            onRead?.Invoke();
            return now;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
