namespace BudgetEnforcement.Tests.Runs;

/// <summary>A clock is foreign code: one that fails when the job has ended must not cost its checkpoint.</summary>
public sealed class RunClockFailureTests : RunFixture
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RunAsync_ClockThatFailsAsTheStoppedJobEnds_LandsAndKeepsWhatTheJobThrew(int failures)
    {
        var thrown = new InvalidOperationException("The job fails.");
        var landings = 0;

        var result = await BudgetedRun.RunAsync(
            Budget,
            (_, token) =>
            {
                PassTimeUntilStopped(token);
                Clock.FailingTimestamps = failures;
                throw thrown;
            },
            new BudgetedRunOptions
            {
                RatePerHour = OnePerSecond,
                LandingReserve = 5m,
                OnStopping = _ =>
                {
                    landings++;
                    return Task.CompletedTask;
                },
            },
            Token);

        (landings, result.Exception, result.StoppedBy?.Limit).Should().Be((1, thrown, 100m));
    }

    [Fact]
    public async Task RunAsync_ClockThatFailsAsTheStoppedJobReturns_SaysWhoStoppedIt()
    {
        var result = await BudgetedRun.RunAsync(
            Budget,
            (_, token) =>
            {
                PassTimeUntilStopped(token);
                Clock.FailingTimestamps = 1;
                return Task.CompletedTask;
            },
            new BudgetedRunOptions { RatePerHour = OnePerSecond },
            Token);

        (result.Outcome, result.StoppedBy?.Limit).Should().Be((BudgetedRunOutcome.StoppedByBudget, 100m));
    }
}
