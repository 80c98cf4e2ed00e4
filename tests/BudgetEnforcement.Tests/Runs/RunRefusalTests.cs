namespace BudgetEnforcement.Tests.Runs;

public sealed class RunRefusalTests : RunFixture
{
    private bool _hasRun;

    [Fact]
    public async Task RunAsync_ProjectionThatDoesNotFit_IsRefused()
    {
        var result = await Run(new BudgetedRunOptions { ProjectedCost = 100.01m });

        ShouldBeRefused(result, 100.01m);
    }

    [Fact]
    public async Task RunAsync_ProjectionOfExactlyWhatIsLeft_Runs()
    {
        var result = await Run(new BudgetedRunOptions { ProjectedCost = 99m, LandingReserve = 1m });

        (result.Outcome, _hasRun).Should().Be((BudgetedRunOutcome.Completed, true));
    }

    [Fact]
    public async Task RunAsync_ProjectionThatLeavesNoLanding_IsRefused()
    {
        var result = await Run(new BudgetedRunOptions { ProjectedCost = 100m, LandingReserve = 0.01m });

        ShouldBeRefused(result, 100.01m);
    }

    [Fact]
    public async Task RunAsync_ProjectionAndLandingPastDecimal_IsRefused()
    {
        var result = await Run(new BudgetedRunOptions { ProjectedCost = decimal.MaxValue, LandingReserve = decimal.MaxValue });

        ShouldBeRefused(result, decimal.MaxValue);
    }

    [Fact]
    public async Task RunAsync_ProjectionThatDoesNotFitUnderWarn_RunsAndWarns()
    {
        var result = await Run(new BudgetedRunOptions { ProjectedCost = 500m, ProjectionPolicy = ProjectionPolicy.Warn });

        (result.Outcome, result.Refusal, _hasRun).Should().Be((BudgetedRunOutcome.Completed, null, true));
        Logged("ProjectionDoesNotFit").Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_LandingReserveThatDoesNotFitUnderWarn_IsRefusedAllTheSame()
    {
        var result = await Run(new BudgetedRunOptions { ProjectedCost = 1m, LandingReserve = 100.01m, ProjectionPolicy = ProjectionPolicy.Warn });

        ShouldBeRefused(result, 100.01m);
    }

    [Fact]
    public async Task RunAsync_FirstSliceThatDoesNotFitBesideTheLanding_IsRefused()
    {
        var result = await Run(new BudgetedRunOptions { RatePerHour = OnePerSecond, LandingReserve = 95.01m });

        ShouldBeRefused(result, 5m);
    }

    [Fact]
    public async Task RunAsync_FirstSliceThatFitsExactlyBesideTheLanding_Runs()
    {
        var result = await Run(new BudgetedRunOptions { RatePerHour = OnePerSecond, LandingReserve = 95m });

        (result.Outcome, _hasRun).Should().Be((BudgetedRunOutcome.Completed, true));
    }

    [Fact]
    public async Task RunAsync_BudgetExceededAlready_IsRefusedAlsoWithoutNumbers()
    {
        Budget.AddCost(100.01m);

        var result = await Run(new BudgetedRunOptions());

        ShouldBeRefused(result, 0m);
    }

    [Fact]
    public async Task RunAsync_ClosedBudget_IsRefusedAlsoWithoutNumbers()
    {
        Budget.Close();

        var result = await Run(new BudgetedRunOptions());

        ShouldBeRefused(result, 0m);
        result.Refusal!.Value.Reason.Should().Be(BudgetRefusalReason.Closed);
    }

    private Task Job(BudgetedRun run, CancellationToken token)
    {
        _hasRun = true;
        return Task.CompletedTask;
    }

    private Task<BudgetedRunResult> Run(BudgetedRunOptions options, BudgetEnforcer? budget = null) =>
        BudgetedRun.RunAsync(budget ?? Budget, Job, options, Token);

    private void ShouldBeRefused(BudgetedRunResult result, decimal required)
    {
        (result.Outcome, _hasRun).Should().Be((BudgetedRunOutcome.Refused, false));
        result.Refusal!.Value.RequiredAmount.Should().Be(required);
        result.Refusal!.Value.IsAvailable.Should().BeFalse();
        result.Invoking(r => r.ThrowIfFailed()).Should().NotThrow();
    }
}
