namespace BudgetEnforcement.Tests;

/// <summary>
/// A call that may wait for room. What is decided, is decided at one instant; when its caller learns of it is another matter.
/// </summary>
#pragma warning disable CA1001 // A source without a timer holds only memory.
internal sealed class ParallelWait
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _source = new();
    private readonly Task<BudgetReservation> _task;

    internal ParallelWait(BudgetEnforcer budget, decimal amount) => _task = budget.ReserveAsync(amount, _source.Token).AsTask();

    /// <summary>What has become of it, once every thread has ended.</summary>
    internal object Fate => _task.Status switch
    {
        TaskStatus.RanToCompletion => _task.Result.Amount,
        TaskStatus.Faulted => ((BudgetExceededException)_task.Exception!.InnerException!).Check,
        var status => status,
    };

    internal void Cancel() => _source.Cancel();
}
