namespace BudgetEnforcement.Tests.Operations;

public sealed class UnknownFailedCostTests
{
    [Fact]
    public async Task ExecuteAsync_FailedCostThatIsNoNamedValue_ThrowsAndRunsNothing()
    {
        var budget = new BudgetEnforcer(10m);
        var hasRun = false;

        var execute = () => budget.ExecuteAsync(
            1m,
            _ =>
            {
                hasRun = true;
                return Task.FromResult(1m);
            },
            new BudgetOperationOptions { FailedOperationCost = (FailedOperationCost)7 },
            TestContext.Current.CancellationToken);

        await execute.Should().ThrowAsync<ArgumentOutOfRangeException>();
        hasRun.Should().BeFalse();
    }
}
