namespace BudgetEnforcement.Tests.Runs;

public sealed class RunMeterTermsTests : RunFixture
{
    [Fact]
    public async Task RunAsync_MeterWithIncrementAndMinimum_IsBilledByThem()
    {
        var meter = new CostMeterOptions { Increment = TimeSpan.FromSeconds(10), Minimum = TimeSpan.FromSeconds(30) };

        var shorter = await Run(meter, seconds: 5);
        var longer = await Run(meter, seconds: 41);

        (shorter.Report.Spent, longer.Report.Spent - shorter.Report.Spent).Should().Be((30m, 50m));
    }

    private Task<BudgetedRunResult> Run(CostMeterOptions meter, int seconds) => BudgetedRun.RunAsync(
        Budget,
        (_, _) =>
        {
            Clock.AdvanceSeconds(seconds);
            return Task.CompletedTask;
        },
        new BudgetedRunOptions { RatePerHour = OnePerSecond, Meter = meter },
        Token);
}
