namespace BudgetEnforcement.Tests;

/// <summary>
/// A call that may wait for room. It is decided at one instant; its caller may learn of that later.
/// </summary>
#pragma warning disable CA1001 // A source without a timer holds only memory.
internal sealed class ParallelWait
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _source = new();
    private readonly Task<BudgetReservation> _task;

    internal ParallelWait(BudgetEnforcer budget, decimal amount) => _task = budget.ReserveAsync(amount, _source.Token).AsTask();

    /// <summary>Its outcome, once every thread has ended.</summary>
    internal object Fate => _task.Status switch
    {
        TaskStatus.RanToCompletion => _task.Result.Amount,
        TaskStatus.Faulted => ((BudgetExceededException)_task.Exception!.InnerException!).Check,
        var status => status,
    };

    internal void Cancel() => _source.Cancel();
}
