namespace BudgetEnforcement.Tests.Runs;

public sealed class LandingRateTests : RunFixture
{
    [Fact]
    public async Task RunAsync_RateChangedByTheJob_ChargesTheLandingAtTheRateThatRuns()
    {
        var cost = 0m;

        await BudgetedRun.RunAsync(
            Budget,
            (run, token) =>
            {
                run.Meter!.ChangeRate(2m * OnePerSecond);
                return RunUntilStopped(run, token);
            },
            new BudgetedRunOptions
            {
                RatePerHour = OnePerSecond,
                LandingReserve = 20m,
                OnStopping = landing =>
                {
                    Clock.AdvanceSeconds(5);
                    cost = landing.Cost;
                    return Task.CompletedTask;
                },
            },
            Token);

        cost.Should().Be(10m);
    }
}
