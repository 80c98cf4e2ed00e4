namespace BudgetEnforcement.Tests.Runs;

/// <summary>At one a second under a limit of 100: the token fires when the next slice does not fit beside the landing reserve.</summary>
public sealed class RunLandingTests : RunFixture
{
    // Beside the landing reserve of 25.
    private const decimal Stopped = 75m - LeftOfASlice;

    private readonly IOException _failure = new("bucket gone");
    private BudgetedLanding? _landing;

    [Fact]
    public async Task RunAsync_WhileTheJobRuns_HoldsTheLandingReserve()
    {
        var reserved = 0m;

        await Run((run, _) => reserved = run.Budget.Reserved, Metered(25m, Landing(static _ => { })));

        reserved.Should().Be(30m, "a slice of 5 and a landing of 25 are held");
    }

    [Theory]
    [InlineData(0, 10, 5, 0)]
    [InlineData(12, 13, 0, 10.75)] // More than the slice of the meter that was held, but inside the reserve.
    [InlineData(0, 30, 5, 10)]
    public async Task RunAsync_StoppedJob_IsChargedForWindingDownAndLanding(int windingDown, int landing, int costs, double overage)
    {
        var result = await StopAndLand(
            land =>
            {
                Clock.AdvanceSeconds(landing);
                for (var i = 0; i < costs; i++)
                    land.AddCost(1m);
                land.Cost.Should().Be(landing + costs);
            },
            windingDown);

        (result.Outcome, result.Report.Spent).Should().Be((BudgetedRunOutcome.StoppedByBudget, Stopped + windingDown + landing + costs));
        (result.Report.Overage, result.Report.IsExceeded).Should().Be(((decimal)overage, result.Report.Spent > 100m));
    }

    [Fact]
    public async Task PendingCost_InTheLandingAndAfterIt_IsWhatTheRunHasSpentAndHasNotRecorded()
    {
        var (recorded, saved) = (0m, 0m);

        var result = await StopAndLand(landing =>
        {
            var before = Budget.Spent;
            landing.AddCost(3m);
            recorded = Budget.Spent - before;
            Clock.AdvanceSeconds(10);
            saved = Budget.Spent + landing.PendingCost;
        });
        Clock.AdvanceSeconds(10);

        (recorded, saved, result.Report.Spent).Should().Be((3m, Stopped + 13m, Stopped + 13m), "costs are recorded at once");
        (_landing!.PendingCost, _landing.Cost).Should().Be((0m, 13m), "all is recorded");
        _landing.AddCost(2m);
        Budget.Spent.Should().Be(Stopped + 15m, "a late cost counts too");
    }

    [Fact]
    public async Task RunAsync_Landing_ComesAfterTheJobAndKnowsTheRun()
    {
        var order = new List<string>();

        await Run(
            async (_, token) =>
            {
                PassTimeUntilStopped(token);
                await Task.Yield();
                order.Add("job");
            },
            Metered(25m, Landing(landing =>
            {
                _landing = landing;
                order.Add("landing");
            })));

        order.Should().Equal("job", "landing");
        _landing.Should().Match<BudgetedLanding>(l => l.Reserve == 25m && l.Run.Budget == Budget && l.Outcome == BudgetedRunOutcome.StoppedByBudget);
        _landing!.Run.Meter!.IsRunning.Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_NothingToDoOnStopping_FreesTheReserve()
    {
        var result = await Run(RunUntilStopped, Metered(25m));

        (result.Report.Spent, result.Report.Reserved).Should().Be((Stopped, 0m));
    }

    [Fact]
    public async Task RunAsync_LandingThatThrows_IsFailedAndChargedAllTheSame()
    {
        var result = await Run(RunUntilStopped, Metered(25m, async landing =>
        {
            landing.AddCost(4m);
            await Task.Yield();
            throw _failure;
        }));

        (result.Outcome, result.Exception, result.Report.Spent).Should().Be((BudgetedRunOutcome.Failed, _failure, Stopped + 4m));
        result.StoppedBy!.Value.Limit.Should().Be(100m, "the job was stopped all the same");
    }

    [Fact]
    public async Task RunAsync_ClockThatFailsAsTheLandingEnds_IsFailedAndChargesWhatWasHeld()
    {
        var result = await StopAndLand(_ => Clock.FailingTimestamps = 1);

        (result.Outcome, result.Report.Spent).Should().Be((BudgetedRunOutcome.Failed, Stopped + 25m));
        result.Exception.Should().BeOfType<NotSupportedException>();
    }

    [Fact]
    public async Task RunAsync_JobAndLandingThrow_KeepsBoth()
    {
        var result = await Run((run, _) => run.Budget.Reserve(1000m).Dispose(), Metered(25m, _ => throw _failure));

        result.Outcome.Should().Be(BudgetedRunOutcome.Failed);
        result.Exception.Should().BeOfType<AggregateException>().Which.InnerExceptions.Should()
            .SatisfyRespectively(first => first.Should().BeOfType<BudgetExceededException>(), second => second.Should().BeSameAs(_failure));
    }

    [Fact]
    public async Task RunAsync_SiblingTakesTheRoomOfTheTeam_StopsAndLandsInsideTheTeam()
    {
        var sibling = Budget.Child(1000m, "sibling");

        var result = await Run(
            UntilStoppedAfter(_ => sibling.TryAddCost(70m).Should().BeTrue()),
            Metered(25m, Landing(landing => landing.AddCost(25m))),
            Budget.Child(1000m, "job"));

        result.Outcome.Should().Be(BudgetedRunOutcome.StoppedByBudget);
        Budget.Spent.Should().BeInRange(95m, 100m);
        Budget.IsBudgetExceeded.Should().BeFalse();
    }

    private Task<BudgetedRunResult> StopAndLand(Action<BudgetedLanding> land, int windingDown = 0) => Run(
        (_, token) =>
        {
            PassTimeUntilStopped(token);
            Clock.AdvanceSeconds(windingDown);
        },
        Metered(25m, Landing(landing =>
        {
            _landing = landing;
            land(landing);
        })));
}
