namespace BudgetEnforcement.Tests.Runs;

/// <summary>A clock is foreign code: one that fails when the job has ended must not cost its checkpoint.</summary>
public sealed class RunClockFailureTests : RunFixture
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RunAsync_StoppedJobThrowsAndTheClockFailsSoOften_IsFailedButLandsAndKeepsWhatTheJobThrew(int failures)
    {
        var thrown = new InvalidOperationException("The job fails.");
        var landings = 0;

        var result = await Run(
            (_, token) =>
            {
                PassTimeUntilStopped(token);
                Clock.FailingTimestamps = failures;
                throw thrown;
            },
            Metered(landingReserve: 5m, Landing(_ => landings++)));

        (landings, result.Outcome, result.Exception, result.StoppedBy?.Limit).Should().Be((1, BudgetedRunOutcome.Failed, thrown, 100m));
    }

    [Fact]
    public async Task RunAsync_ClockThatFailsAsTheStoppedJobReturns_SaysWhoStoppedIt()
    {
        var result = await Run((_, token) =>
        {
            PassTimeUntilStopped(token);
            Clock.FailingTimestamps = 1;
        });

        (result.Outcome, result.StoppedBy?.Limit).Should().Be((BudgetedRunOutcome.StoppedByBudget, 100m));
    }
}
