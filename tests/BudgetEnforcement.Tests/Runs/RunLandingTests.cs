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

        await Run(
            (run, _) =>
            {
                reserved = run.Budget.Reserved;
                return Task.CompletedTask;
            },
            landing => Task.CompletedTask);

        reserved.Should().Be(30m, "a slice of 5 and a landing of 25 are held");
    }

    [Fact]
    public async Task RunAsync_LandingInsideItsReserve_EndsInsideTheLimit()
    {
        var result = await Run(
            RunUntilStopped,
            landing =>
            {
                Clock.AdvanceSeconds(10);
                landing.AddCost(3m);
                landing.AddCost(2m);
                landing.Cost.Should().Be(15m);
                return Task.CompletedTask;
            });

        result.Outcome.Should().Be(BudgetedRunOutcome.StoppedByBudget);
        result.Report.Should().Match<BudgetReport>(r => r.Spent == Stopped + 15m && r.Overage == 0m && !r.IsExceeded);
    }

    [Fact]
    public async Task RunAsync_LandingAndWindingDownInsideTheReserve_EndsInsideTheLimit()
    {
        var result = await Run(
            (run, token) =>
            {
                PassTimeUntilStopped(token);
                Clock.AdvanceSeconds(12);
                return Task.CompletedTask;
            },
            _ =>
            {
                Clock.AdvanceSeconds(13);
                return Task.CompletedTask;
            });

        // After the stop 12 and 13: more than the slice that was held, but inside the reserve.
        result.Report.Should().Match<BudgetReport>(r => r.Spent == Stopped + 25m && !r.IsExceeded);
    }

    [Fact]
    public async Task RunAsync_LandingThatTakesLongerThanItsReserve_RecordsTheTruthAsOverage()
    {
        var result = await Run(
            RunUntilStopped,
            landing =>
            {
                landing.AddCost(5m);
                Clock.AdvanceSeconds(30);
                return Task.CompletedTask;
            });

        result.Report.Should().Match<BudgetReport>(r => r.Spent == Stopped + 35m && r.Overage == 10m && r.IsExceeded);
    }

    [Fact]
    public async Task RunAsync_CostOfTheLanding_IsRecordedAtOnceAndAlsoAfterItsEnd()
    {
        BudgetedLanding? kept = null;
        var during = 0m;

        var result = await Run(
            RunUntilStopped,
            landing =>
            {
                var before = landing.Run.Budget.Spent;
                landing.AddCost(3m);
                during = landing.Run.Budget.Spent - before;
                kept = landing;
                return Task.CompletedTask;
            });
        kept!.AddCost(2m);

        during.Should().Be(3m);
        kept.Run.Budget.Spent.Should().Be(result.Report.Spent + 2m);
    }

    [Fact]
    public async Task PendingCost_AddedToTheSpendInTheLanding_IsWhatTheRunHasSpentThen()
    {
        var saved = 0m;

        var result = await Run(
            RunUntilStopped,
            landing =>
            {
                landing.AddCost(3m);
                Clock.AdvanceSeconds(10);
                saved = landing.Run.Budget.Spent + landing.PendingCost;
                return Task.CompletedTask;
            });

        saved.Should().Be(result.Report.Spent).And.Be(Stopped + 13m);
    }

    [Fact]
    public async Task PendingCost_AfterTheLanding_IsNothingForItIsRecorded()
    {
        BudgetedLanding? kept = null;

        await Run(
            RunUntilStopped,
            landing =>
            {
                kept = landing;
                landing.AddCost(3m);
                Clock.AdvanceSeconds(10);
                return Task.CompletedTask;
            });
        Clock.AdvanceSeconds(10);

        (kept!.PendingCost, kept.Cost).Should().Be((0m, 13m));
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
            landing =>
            {
                seen = landing;
                order.Add("landing");
                return Task.CompletedTask;
            });

        order.Should().Equal("job", "landing");
        seen.Should().Match<BudgetedLanding>(l => l.Reserve == 25m && l.Run.Budget == Budget && l.Outcome == BudgetedRunOutcome.StoppedByBudget);
        seen!.Run.Meter!.IsRunning.Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_CallerCancels_LandsToo()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        BudgetedRunOutcome? outcome = null;

        var result = await BudgetedRun.RunAsync(
            Budget,
            async (_, token) =>
            {
                await stop.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            Options(landing =>
            {
                outcome = landing.Outcome;
                landing.AddCost(1m);
                return Task.CompletedTask;
            }),
            stop.Token);

        (result.Outcome, outcome, result.Report.Spent).Should().Be((BudgetedRunOutcome.Cancelled, BudgetedRunOutcome.Cancelled, 1m));
    }

    [Fact]
    public async Task RunAsync_CompletedOrFailed_DoesNotLandAndFreesTheReserve()
    {
        var hasLanded = false;
        Task Land(BudgetedLanding landing)
        {
            hasLanded = true;
            return Task.CompletedTask;
        }

        await Run((_, _) => Task.CompletedTask, Land);
        await Run((_, _) => throw new InvalidDataException(), Land);

        hasLanded.Should().BeFalse();
        Budget.Available.Should().Be(100m);
    }

    [Fact]
    public async Task RunAsync_NothingToDoOnStopping_FreesTheReserve()
    {
        var result = await Run(RunUntilStopped, null);

        result.Report.Should().Match<BudgetReport>(r => r.Spent == Stopped && r.Reserved == 0m);
    }

    [Fact]
    public async Task RunAsync_LandingThatThrows_IsFailedAndChargedAllTheSame()
    {
        var failure = new IOException("bucket gone");

        var result = await Run(
            RunUntilStopped,
            async landing =>
            {
                landing.AddCost(4m);
                await Task.Yield();
                throw failure;
            });

        (result.Outcome, result.Exception, result.Report.Spent).Should().Be((BudgetedRunOutcome.Failed, failure, Stopped + 4m));
    }

    [Fact]
    public async Task RunAsync_JobAndLandingThrow_KeepsBoth()
    {
        var failure = new IOException("bucket gone");

        var result = await Run(
            (run, _) =>
            {
                run.Budget.Reserve(1000m).Dispose();
                return Task.CompletedTask;
            },
            _ => throw failure);

        result.Outcome.Should().Be(BudgetedRunOutcome.Failed);
        var both = result.Exception.Should().BeOfType<AggregateException>().Which.InnerExceptions;
        both.Should().HaveCount(2);
        both[0].Should().BeOfType<BudgetExceededException>();
        both[1].Should().BeSameAs(failure);
    }

    [Fact]
    public async Task RunAsync_SiblingTakesTheRoomOfTheTeam_StopsAndLandsInsideTheTeam()
    {
        var job = Budget.CreateChild(new BudgetOptions { Name = "job", Limit = 1000m });
        var sibling = Budget.CreateChild(new BudgetOptions { Name = "sibling", Limit = 1000m });

        var result = await BudgetedRun.RunAsync(
            job,
            (run, token) =>
            {
                sibling.TryAddCost(70m).Should().BeTrue();
                return RunUntilStopped(run, token);
            },
            Options(landing =>
            {
                landing.AddCost(25m);
                return Task.CompletedTask;
            }),
            Token);

        result.Outcome.Should().Be(BudgetedRunOutcome.StoppedByBudget);
        Budget.Spent.Should().BeInRange(95m, 100m);
        Budget.IsBudgetExceeded.Should().BeFalse();
    }

    private static BudgetedRunOptions Options(Func<BudgetedLanding, Task>? onStopping) =>
        new() { RatePerHour = OnePerSecond, LandingReserve = 25m, OnStopping = onStopping, Meter = new CostMeterOptions() };

    private Task<BudgetedRunResult> Run(Func<BudgetedRun, CancellationToken, Task> job, Func<BudgetedLanding, Task>? onStopping) =>
        BudgetedRun.RunAsync(Budget, job, Options(onStopping), Token);
}
