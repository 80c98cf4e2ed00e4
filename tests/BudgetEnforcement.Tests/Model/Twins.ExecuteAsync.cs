namespace BudgetEnforcement.Tests;

/// <content>Whole operations. An operation that would wait is cancelled before, because it would go on some time later, on another thread.</content>
internal sealed partial class Twins
{
    private enum Ending
    {
        Tells,
        Fails,
        FailsAndIsReleased,
        FailsAndTells,
    }

    private void ExecuteAsync(Twin twin, decimal estimate, decimal cost, int choice)
    {
        var ending = (Ending)(choice % 4);
        Say(twin, "ExecuteAsync", estimate);
        var (budget, units) = (twin.Model, Exact.Of(estimate));
        var isAdmitted = _model.Admits(budget, units);
        var waits = !isAdmitted && !budget.NeverFits(units) && _model.Line.Count(waiter => waiter.Budget == budget) < budget.MaxWaiters;
        var run = Run(twin.Real, estimate, cost, ending, new CancellationToken(canceled: waits));
        if (!isAdmitted)
        {
            Expect.Same(run.Status, waits ? TaskStatus.Canceled : TaskStatus.Faulted, Name(twin));
            Expect.Same(run.Exception?.InnerException is BudgetExceededException, !waits, Name(twin));
            Outcome(waits ? "cancelled" : "refused");
            return;
        }

        var held = _model.Hold(budget, units);
        var tells = ending is Ending.Tells or Ending.FailsAndTells;
        var isCountable = budget.CanCount(Exact.Of(cost), units);
        if (ending == Ending.FailsAndIsReleased)
            _model.Release(held);
        else
            _model.Exchange(held, tells && isCountable ? Exact.Of(cost) : units, next: null);
        Expect.Same(run.Status, ending == Ending.Tells && isCountable ? TaskStatus.RanToCompletion : TaskStatus.Faulted, Name(twin));
        Expect.Same(run.Exception?.InnerException is OverflowException, tells && !isCountable, Name(twin));
        if (tells)
            _story?.Append($", cost {Money(cost)}");
        Outcome($"{ending}");
    }

    private static Task Run(BudgetEnforcer budget, decimal estimate, decimal cost, Ending ending, CancellationToken cancelled)
    {
        Exception? failure = ending switch
        {
            Ending.Tells => null,
            Ending.FailsAndTells => new BudgetOperationException(cost, innerException: null),
            _ => new TimeoutException(),
        };
        var failed = ending == Ending.FailsAndIsReleased ? FailedOperationCost.Release : FailedOperationCost.Estimate;
        return budget.ExecuteAsync(
            estimate,
            _ => failure is null ? Task.FromResult(cost) : Task.FromException<decimal>(failure),
            new BudgetOperationOptions { FailedOperationCost = failed },
            cancelled);
    }
}
