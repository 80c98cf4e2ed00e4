namespace BudgetEnforcement.Tests.Runs;

/// <summary>The time of a run is billed by the terms of its meter, at the rate that runs, and without a gap.</summary>
public sealed class RunMeterTermsTests : RunFixture
{
    [Theory]
    [InlineData(5, 30)]
    [InlineData(41, 50)]
    public async Task RunAsync_MeterWithIncrementAndMinimum_IsBilledByThem(int seconds, int billed)
    {
        var options = Metered();
        options.Meter = new CostMeterOptions { Increment = TimeSpan.FromSeconds(10), Minimum = TimeSpan.FromSeconds(30) };

        var result = await Run((_, _) => Clock.AdvanceSeconds(seconds), options);

        result.Report.Spent.Should().Be(billed);
    }

    [Fact]
    public async Task RunAsync_RateChangedByTheJob_ChargesTheLandingAtTheRateThatRuns()
    {
        var cost = 0m;

        await Run(
            UntilStoppedAfter(run => run.Meter!.ChangeRate(2m * OnePerSecond)),
            Metered(landingReserve: 20m, Landing(landing =>
            {
                Clock.AdvanceSeconds(5);
                cost = landing.Cost;
            })));

        cost.Should().Be(10m);
    }

    [Fact]
    public async Task RunAsync_TimeBetweenTheJobAndTheLanding_IsPaid()
    {
        // The first crossing is that of the meter's last commit, and its handler takes ten seconds.
        Budget.ThresholdCrossed += (_, _) => Clock.AdvanceSeconds(10);
        var options = Metered(onStopping: Landing(static _ => { }));
        options.Meter = new CostMeterOptions { Slice = TimeSpan.FromSeconds(80) };

        var result = await Run((_, _) => Clock.AdvanceSeconds(76), options);

        result.Report.Spent.Should().Be(86m);
    }
}
