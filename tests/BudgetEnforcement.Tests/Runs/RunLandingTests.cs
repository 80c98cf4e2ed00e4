namespace BudgetEnforcement.Tests.Runs;

/// <summary>At one a second under a limit of 100: the token fires when the next slice does not fit beside the landing reserve.</summary>
public sealed class RunLandingTests : RunFixture
{
    // Beside the landing reserve of 25.
    private const decimal Stopped = 75m - LeftOfASlice;

    [Fact]
    public async Task RunAsync_WhileTheJobRuns_HoldsTheLandingReserve()
    {
        var reserved = 0m;

        await Run((run, _) => reserved = run.Budget.Reserved, Metered(25m, Landing(static _ => { })));

        reserved.Should().Be(30m, "a slice of 5 and a landing of 25 are held");
    }

    [Fact]
    public async Task RunAsync_LandingInsideItsReserve_EndsInsideTheLimit()
    {
        var result = await StopAndLand(landing =>
        {
            Clock.AdvanceSeconds(10);
            landing.AddCost(3m);
            landing.AddCost(2m);
            landing.Cost.Should().Be(15m);
        });

        result.Outcome.Should().Be(BudgetedRunOutcome.StoppedByBudget);
        result.Report.Should().Match<BudgetReport>(r => r.Spent == Stopped + 15m && r.Overage == 0m && !r.IsExceeded);
    }

    [Fact]
    public async Task RunAsync_LandingAndWindingDownInsideTheReserve_EndsInsideTheLimit()
    {
        var result = await Run(
            (_, token) =>
            {
                PassTimeUntilStopped(token);
                Clock.AdvanceSeconds(12);
            },
            Metered(25m, Landing(_ => Clock.AdvanceSeconds(13))));

        // After the stop 12 and 13: more than the slice that was held, but inside the reserve.
        result.Report.Should().Match<BudgetReport>(r => r.Spent == Stopped + 25m && !r.IsExceeded);
    }

    [Fact]
    public async Task RunAsync_LandingThatTakesLongerThanItsReserve_RecordsTheTruthAsOverage()
    {
        var result = await StopAndLand(landing =>
        {
            landing.AddCost(5m);
            Clock.AdvanceSeconds(30);
        });

        result.Report.Should().Match<BudgetReport>(r => r.Spent == Stopped + 35m && r.Overage == 10m && r.IsExceeded);
    }

    [Fact]
    public async Task RunAsync_CostOfTheLanding_IsRecordedAtOnceAndAlsoAfterItsEnd()
    {
        BudgetedLanding? kept = null;
        var during = 0m;

        var result = await StopAndLand(landing =>
        {
            var before = landing.Run.Budget.Spent;
            landing.AddCost(3m);
            during = landing.Run.Budget.Spent - before;
            kept = landing;
        });
        kept!.AddCost(2m);

        during.Should().Be(3m);
        kept.Run.Budget.Spent.Should().Be(result.Report.Spent + 2m);
    }

    [Fact]
    public async Task PendingCost_InTheLandingAndAfterIt_IsWhatTheRunHasSpentAndHasNotRecorded()
    {
        BudgetedLanding? kept = null;
        var saved = 0m;

        var result = await StopAndLand(landing =>
        {
            kept = landing;
            landing.AddCost(3m);
            Clock.AdvanceSeconds(10);
            saved = landing.Run.Budget.Spent + landing.PendingCost;
        });
        Clock.AdvanceSeconds(10);

        saved.Should().Be(result.Report.Spent).And.Be(Stopped + 13m);
        (kept!.PendingCost, kept.Cost).Should().Be((0m, 13m), "it is recorded");
    }

    [Fact]
    public async Task RunAsync_Landing_ComesAfterTheJobAndKnowsTheRun()
    {
        var order = new List<string>();
        BudgetedLanding? seen = null;

        await Run(
            async (_, token) =>
            {
                PassTimeUntilStopped(token);
                await Task.Yield();
                order.Add("job");
            },
            Metered(25m, Landing(landing =>
            {
                seen = landing;
                order.Add("landing");
            })));

        order.Should().Equal("job", "landing");
        seen.Should().Match<BudgetedLanding>(l => l.Reserve == 25m && l.Run.Budget == Budget && l.Outcome == BudgetedRunOutcome.StoppedByBudget);
        seen!.Run.Meter!.IsRunning.Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_CallerCancels_LandsToo()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        BudgetedRunOutcome? outcome = null;

        var result = await Run(
            CancelledBy(stop),
            Metered(25m, Landing(landing =>
            {
                outcome = landing.Outcome;
                landing.AddCost(1m);
            })),
            caller: stop.Token);

        (result.Outcome, outcome, result.Report.Spent).Should().Be((BudgetedRunOutcome.Cancelled, BudgetedRunOutcome.Cancelled, 1m));
    }

    [Fact]
    public async Task RunAsync_CompletedOrFailed_DoesNotLandAndFreesTheReserve()
    {
        var hasLanded = false;
        var options = Metered(25m, Landing(_ => hasLanded = true));

        await Run((_, _) => Task.CompletedTask, options);
        await Run((_, _) => throw new InvalidDataException(), options);

        hasLanded.Should().BeFalse();
        Budget.Available.Should().Be(100m);
    }

    [Fact]
    public async Task RunAsync_NothingToDoOnStopping_FreesTheReserve()
    {
        var result = await Run(RunUntilStopped, Metered(25m));

        result.Report.Should().Match<BudgetReport>(r => r.Spent == Stopped && r.Reserved == 0m);
    }

    [Fact]
    public async Task RunAsync_LandingThatThrows_IsFailedAndChargedAllTheSame()
    {
        var failure = new IOException("bucket gone");

        var result = await Run(RunUntilStopped, Metered(25m, async landing =>
        {
            landing.AddCost(4m);
            await Task.Yield();
            throw failure;
        }));

        (result.Outcome, result.Exception, result.Report.Spent).Should().Be((BudgetedRunOutcome.Failed, failure, Stopped + 4m));
        result.StoppedBy!.Value.Limit.Should().Be(100m, "the job was stopped all the same");
    }

    [Fact]
    public async Task RunAsync_JobAndLandingThrow_KeepsBoth()
    {
        var failure = new IOException("bucket gone");

        var result = await Run((run, _) => run.Budget.Reserve(1000m).Dispose(), Metered(25m, _ => throw failure));

        result.Outcome.Should().Be(BudgetedRunOutcome.Failed);
        var both = result.Exception.Should().BeOfType<AggregateException>().Which.InnerExceptions;
        both.Should().HaveCount(2);
        both[0].Should().BeOfType<BudgetExceededException>();
        both[1].Should().BeSameAs(failure);
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

    private Task<BudgetedRunResult> StopAndLand(Action<BudgetedLanding> land) => Run(RunUntilStopped, Metered(25m, Landing(land)));
}
