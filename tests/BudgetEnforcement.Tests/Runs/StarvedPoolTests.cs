using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Runs;

/// <summary>"Stopping does not depend on the thread pool": who polls a token sees it in the call that exceeds the budget.</summary>
[Collection(AloneDefinition.Name)]
public sealed class StarvedPoolTests
{
    private readonly BudgetEnforcer _budget = new(1m);
    private bool _polled;

    [Fact]
    public void RunAsync_BudgetExceededWhileThePoolIsStarved_TellsWhoPollsAtOnce()
    {
        BudgetedRunResult? result = null;

        WhileThePoolIsStarved(() => result = BudgetedRun.RunAsync(_budget, (_, token) => ExceedAndPoll(token)).Result);

        (_polled, result!.Outcome).Should().Be((true, BudgetedRunOutcome.StoppedByBudget));
    }

    [Fact]
    public void RunAsync_BudgetAboveExceededBySiblingWhileThePoolIsStarved_TellsWhoPollsAtOnce()
    {
        var options = new BudgetedRunOptions { RatePerHour = 0.0001m };

        WhileThePoolIsStarved(() => _ = BudgetedRun.RunAsync(_budget.Child(100m), (_, token) => ExceedAndPoll(token), options).Result);

        _polled.Should().BeTrue();
    }

    [Fact]
    public void ExecuteAsync_BudgetExceededWhileThePoolIsStarved_TellsWhoPollsAtOnce()
    {
        var options = new BudgetOperationOptions { CancelWhenExceeded = true };

        WhileThePoolIsStarved(() => _budget.ExecuteAsync(0.5m, token => ExceedAndPoll(token), options).Wait());

        _polled.Should().BeTrue();
    }

    private Task<decimal> ExceedAndPoll(CancellationToken token)
    {
        _budget.AddCost(1.01m);
        _polled = token.IsCancellationRequested;
        return Task.FromResult(0m);
    }

    // Started by hand: a task of its own needs no thread of the pool either, but what waits for it might.
    private static void WhileThePoolIsStarved(Action work) => Asking.OnAnotherThread(() =>
    {
        using (new StarvedPool())
            work();
    });
}
