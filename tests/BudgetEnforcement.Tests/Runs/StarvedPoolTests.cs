namespace BudgetEnforcement.Tests.Runs;

/// <summary>"Stopping does not depend on the thread pool": who polls a token sees it in the call that exceeds the budget.</summary>
[Collection(AloneDefinition.Name)]
public sealed class StarvedPoolTests
{
    [Fact]
    public void RunAsync_BudgetExceededWhileThePoolIsStarved_TellsWhoPollsAtOnce()
    {
        var budget = new BudgetEnforcer(1m);
        var polled = false;
        BudgetedRunResult? result = null;

        OnItsOwnThread(() =>
        {
            using (new StarvedPool())
            {
                result = BudgetedRun.RunAsync(budget, (run, token) =>
                {
                    run.Budget.AddCost(1.01m);
                    polled = token.IsCancellationRequested;
                    return Task.CompletedTask;
                }).Result;
            }
        });

        (polled, result!.Outcome).Should().Be((true, BudgetedRunOutcome.StoppedByBudget));
    }

    [Fact]
    public void RunAsync_BudgetAboveExceededBySiblingWhileThePoolIsStarved_TellsWhoPollsAtOnce()
    {
        var team = new BudgetEnforcer(1m);
        var job = team.CreateChild(new BudgetOptions { Limit = 100m });
        var polled = false;

        OnItsOwnThread(() =>
        {
            using (new StarvedPool())
            {
                _ = BudgetedRun.RunAsync(
                    job,
                    (_, token) =>
                    {
                        team.AddCost(1.01m);
                        polled = token.IsCancellationRequested;
                        return Task.CompletedTask;
                    },
                    new BudgetedRunOptions { RatePerHour = 0.0001m }).Result;
            }
        });

        polled.Should().BeTrue();
    }

    [Fact]
    public void ExecuteAsync_BudgetExceededWhileThePoolIsStarved_TellsWhoPollsAtOnce()
    {
        var budget = new BudgetEnforcer(1m);
        var polled = false;

        OnItsOwnThread(() =>
        {
            using (new StarvedPool())
            {
                budget.ExecuteAsync(
                    0.5m,
                    token =>
                    {
                        budget.AddCost(1.01m);
                        polled = token.IsCancellationRequested;
                        return Task.FromResult(0m);
                    },
                    new BudgetOperationOptions { CancelWhenExceeded = true }).Wait();
            }
        });

        polled.Should().BeTrue();
    }

    // Started by hand: a task of its own needs no thread of the pool either, but what waits for it might.
    private static void OnItsOwnThread(Action work)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
#pragma warning disable CA1031 // It is thrown on the thread of the test.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        failure.Should().BeNull();
    }
}
