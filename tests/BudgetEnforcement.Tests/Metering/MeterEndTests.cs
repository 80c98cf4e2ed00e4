namespace BudgetEnforcement.Tests.Metering;

/// <summary>A meter that is disposed of while a renewal is being refused must be gone all the same.</summary>
public sealed class MeterEndTests
{
    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _team;
    private readonly BudgetEnforcer _job;

    public MeterEndTests()
    {
        _team = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: _clock);
        _job = _team.CreateChild(new BudgetOptions { Limit = 1000m, Period = BudgetPeriod.Daily });
    }

    [Fact]
    public void Dispose_WhileARenewalIsRefused_LeavesNoMeterThatIsLookedAtForEver()
    {
        var meter = _job.StartMeter(3600m, new CostMeterOptions { Slice = TimeSpan.FromSeconds(4) });
        _team.Reserve(_team.Available);

        // The day ends at the reading of the renewal itself, so its handlers are called between the refusal and what follows from it.
        var readings = 0;
        _clock.OnCalendar = () =>
        {
            if (++readings == 3)
                _clock.SetCalendar(ManualClock.Noon.AddDays(1));
        };
        _job.PeriodEnded += (_, _) => meter.Dispose();
        meter.ChangeRate(7200m);

        (meter.IsRunning, meter.RenewAt, _clock.Timers).Should().Be((false, CostMeter.NotDue, 0));
    }
}
