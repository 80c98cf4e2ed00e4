namespace BudgetEnforcement.Tests.Metering;

public sealed class MeterClockFailureTests
{
    [Fact]
    public void StartMeter_ClockThatCannotMakeTimers_HoldsNothing()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 10m }, timeProvider: new ClockWithoutTimers());

        var start = () => budget.StartMeter(3600m);

        start.Should().Throw<NotSupportedException>();
        budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public void StartMeter_ClockThatCannotMakeTimersAtFirst_KeepsNoMeterThatNobodyHas()
    {
        var clock = new ClockWithoutTimers();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: clock);
        budget.Invoking(b => b.StartMeter(3600m)).Should().Throw<NotSupportedException>();

        clock.CanMakeTimers = true;
        budget.StartMeter(3600m).Dispose();

        clock.Inner.TimersLiving.Should().Be(0);
    }

    private sealed class ClockWithoutTimers : TimeProvider
    {
        internal MeteringClock Inner { get; } = new();

        internal bool CanMakeTimers { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            CanMakeTimers ? Inner.CreateTimer(callback, state, dueTime, period) : throw new NotSupportedException();
    }
}
