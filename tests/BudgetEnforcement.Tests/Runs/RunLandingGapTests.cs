namespace BudgetEnforcement.Tests.Runs;

public sealed class RunLandingGapTests : RunFixture
{
    [Fact]
    public async Task RunAsync_TimeBetweenTheJobAndTheLanding_IsPaid()
    {
        // The first crossing is that of the meter's last commit, and its handler takes ten seconds.
        Budget.ThresholdCrossed += (_, _) => Clock.AdvanceSeconds(10);

        var result = await BudgetedRun.RunAsync(
            Budget,
            (_, _) =>
            {
                Clock.AdvanceSeconds(76);
                return Task.CompletedTask;
            },
            new BudgetedRunOptions
            {
                RatePerHour = OnePerSecond,
                Meter = new CostMeterOptions { Slice = TimeSpan.FromSeconds(80) },
                OnStopping = _ => Task.CompletedTask,
            },
            Token);

        result.Report.Spent.Should().Be(86m);
    }
}
