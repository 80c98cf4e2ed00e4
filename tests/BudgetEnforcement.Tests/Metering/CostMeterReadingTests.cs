namespace BudgetEnforcement.Tests.Metering;

/// <summary>What other parts ask of a meter: its path and its pending cost at one instant, and a start that is refused without an exception.</summary>
public sealed class CostMeterReadingTests
{
    private const decimal HundredPerSecond = 100m * MeterScene.OnePerSecond;

    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _job;

    public CostMeterReadingTests() => _job = _clock.Budget(100m).Child(1_000_000m);

    [Fact]
    public void ReadPath_BetweenRenewals_HasTheReportsAndWhatIsPending()
    {
        using var meter = _job.StartMeter(MeterScene.OnePerSecond);
        _clock.AdvanceSeconds(4);

        var path = meter.ReadPath(out var pending);

        path.Select(report => report.Spent).Should().Equal(2.5m, 2.5m);
        pending.Should().Be(1.5m);
    }

    [Fact]
    public void ReadPath_WhileAnotherThreadRenews_AddsUpToNoLessThanBefore()
    {
        var scene = new MeterScene(limit: 1_000_000m);
        var last = 0m;

        Waiting.Together(
            () => Repeat(() => scene.Jump(1)),
            () => Repeat(() =>
            {
                var sum = scene.Meter.ReadPath(out var pending)[0].Spent + pending;
                sum.Should().BeGreaterThanOrEqualTo(last).And.BeLessThanOrEqualTo(scene.Meter.Cost);
                last = sum;
            }));

        static void Repeat(Action action)
        {
            for (var i = 0; i < 3000; i++)
                action();
        }
    }

    [Fact]
    public void StartMeter_Refused_SaysThatTheFirstSliceIsWhatWasRequired()
    {
        var start = () => _job.StartMeter(HundredPerSecond);

        start.Should().Throw<BudgetExceededException>().WithMessage("The first slice of time of the meter does not fit. Budget would be exceeded: *")
            .Which.Check.RequiredAmount.Should().Be(500m);
    }

    [Fact]
    public void TryStart_Refused_HasNoMeterAndTheCheck()
    {
        var isStarted = CostMeter.TryStart(_job, HundredPerSecond, options: null, out var meter, out var check);

        (isStarted, meter, check.RequiredAmount, check.IsAvailable).Should().Be((false, null, 500m, false));
        _clock.TimersMade.Should().Be(0);
    }
}
