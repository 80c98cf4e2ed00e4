namespace BudgetEnforcement.Tests.Metering;

/// <summary>What other parts ask a meter: its path and what is pending, of one instant, and a start that is refused without an exception.</summary>
public sealed class CostMeterReadingTests
{
    private const decimal OnePerSecond = 3600m;

    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _team;
    private readonly BudgetEnforcer _job;

    public CostMeterReadingTests()
    {
        _team = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: _clock);
        _job = _team.CreateChild(new BudgetOptions { Limit = 1_000_000m });
    }

    [Fact]
    public void ReadPath_BetweenRenewals_HasTheReportsAndWhatIsPending()
    {
        using var meter = _job.StartMeter(OnePerSecond);
        _clock.AdvanceSeconds(4);

        var path = meter.ReadPath(out var pending);

        path.Select(report => report.Spent).Should().Equal(2.5m, 2.5m);
        pending.Should().Be(1.5m);
    }

    [Fact]
    public void ReadPath_WhileAnotherThreadRenews_AddsUpToNoLessThanBefore()
    {
        var team = new BudgetEnforcer(new BudgetOptions { Limit = 1_000_000m }, timeProvider: _clock);
        using var meter = team.StartMeter(OnePerSecond);
        var last = 0m;

        Waiting.Together(2, thread =>
        {
            for (var i = 0; i < 3000; i++)
            {
                if (thread == 0)
                {
                    _clock.Advance(TimeSpan.FromSeconds(1));
                    continue;
                }

                var sum = meter.ReadPath(out var pending)[0].Spent + pending;
                sum.Should().BeGreaterThanOrEqualTo(last).And.BeLessThanOrEqualTo(meter.Cost);
                last = sum;
            }
        });
    }

    [Fact]
    public void StartMeter_Refused_SaysThatTheFirstSliceIsWhatWasRequired()
    {
        var start = () => _job.StartMeter(100m * OnePerSecond);

        start.Should().Throw<BudgetExceededException>().WithMessage("The first slice of time of the meter does not fit. Budget would be exceeded: *")
            .Which.Check.RequiredAmount.Should().Be(500m);
    }

    [Fact]
    public void TryStart_Refused_HasNoMeterAndTheCheck()
    {
        var isStarted = CostMeter.TryStart(_job, 100m * OnePerSecond, options: null, out var meter, out var check);

        (isStarted, meter, check.RequiredAmount, check.IsAvailable).Should().Be((false, null, 500m, false));
        _clock.TimersMade.Should().Be(0);
    }
}
