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
    public async Task RunAsync_LandingReserveThatDoesNotFit_IsRefused()
    {
        var result = await Run(new BudgetedRunOptions { LandingReserve = 100.01m });

        ShouldBeRefused(result, 100.01m);
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

    [Fact]
    public async Task RunAsync_ParentWithoutRoom_IsRefusedByTheParent()
    {
        Budget.AddCost(90m);
        var job = Budget.CreateChild(new BudgetOptions { Name = "job", Limit = 1000m });

        var result = await Run(new BudgetedRunOptions { ProjectedCost = 10.01m }, job);

        ShouldBeRefused(result, 10.01m);
        (result.Refusal!.Value.BudgetName, result.Report.Name).Should().Be((Budget.Name, "job"));
    }

    [Theory]
    [InlineData(nameof(BudgetedRunOptions.ProjectedCost))]
    [InlineData(nameof(BudgetedRunOptions.RatePerHour))]
    [InlineData(nameof(BudgetedRunOptions.LandingReserve))]
    [InlineData(nameof(BudgetedRunOptions.InitialProgress))]
    [InlineData(nameof(BudgetedRunOptions.ProjectionPolicy))]
    public async Task RunAsync_NumberOutOfRange_ThrowsAndRunsNothing(string name)
    {
        var options = new BudgetedRunOptions();
        switch (name)
        {
            case nameof(BudgetedRunOptions.ProjectedCost):
                options.ProjectedCost = -1m;
                break;
            case nameof(BudgetedRunOptions.RatePerHour):
                options.RatePerHour = -1m;
                break;
            case nameof(BudgetedRunOptions.LandingReserve):
                options.LandingReserve = -1m;
                break;
            case nameof(BudgetedRunOptions.InitialProgress):
                options.InitialProgress = double.NaN;
                break;
            default:
                options.ProjectionPolicy = (ProjectionPolicy)7;
                break;
        }

        (await this.Awaiting(_ => Run(options)).Should().ThrowAsync<ArgumentOutOfRangeException>()).WithParameterName(name);
        _hasRun.Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_SliceOutOfRange_ThrowsAndHoldsNothing()
    {
        var options = new BudgetedRunOptions { RatePerHour = 1m, LandingReserve = 1m, Meter = new CostMeterOptions { Slice = TimeSpan.Zero } };

        await this.Awaiting(_ => Run(options)).Should().ThrowAsync<ArgumentOutOfRangeException>();

        _hasRun.Should().BeFalse();
    }

    [Fact]
    public void RunAsync_NoBudgetOrJob_ThrowsAtOnce()
    {
        ((Action)(() => _ = BudgetedRun.RunAsync(null!, Job, null, Token))).Should().Throw<ArgumentNullException>().WithParameterName("budget");
        ((Action)(() => _ = BudgetedRun.RunAsync(Budget, null!, null, Token))).Should().Throw<ArgumentNullException>().WithParameterName("job");
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
