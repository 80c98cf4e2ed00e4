using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Runs;

/// <summary>"Stopping does not depend on the thread pool": a job that polls a token sees the cancellation in the call that exceeds the budget.</summary>
[Collection(AloneDefinition.Name)]
public sealed class StarvedPoolTests
{
    private readonly BudgetEnforcer _budget = new(1m);
    private bool _polled;

    [Fact]
    public void RunAsync_BudgetExceededWhileThePoolIsStarved_TellsWhoPollsAtOnce() => WhileThePoolIsStarved(
        () => BudgetedRun.RunAsync(_budget, (_, token) => ExceedAndPoll(token)).Result.Outcome.Should().Be(BudgetedRunOutcome.StoppedByBudget));

    [Fact]
    public void RunAsync_BudgetAboveExceededBySiblingWhileThePoolIsStarved_TellsWhoPollsAtOnce() => WhileThePoolIsStarved(() => BudgetedRun
        .RunAsync(_budget.Child(100m), (_, token) => ExceedAndPoll(token), new BudgetedRunOptions { RatePerHour = 0.0001m }).Wait());

    [Fact]
    public void ExecuteAsync_BudgetExceededWhileThePoolIsStarved_TellsWhoPollsAtOnce() => WhileThePoolIsStarved(
        () => _budget.ExecuteAsync(0.5m, ExceedAndPoll, new BudgetOperationOptions { CancelWhenExceeded = true }).Wait());

    private Task<decimal> ExceedAndPoll(CancellationToken token)
    {
        _budget.AddCost(1.01m);
        _polled = token.IsCancellationRequested;
        return Task.FromResult(0m);
    }

    private void WhileThePoolIsStarved(Action work)
    {
        // The thread is started by hand: a task of its own needs no thread of the pool either, but code that waits for the task might.
        Asking.OnAnotherThread(() =>
        {
            using (new StarvedPool())
                work();
        });
        _polled.Should().BeTrue();
    }
}
