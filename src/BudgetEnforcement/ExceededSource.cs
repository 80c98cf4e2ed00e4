namespace BudgetEnforcement;

/// <summary>
/// The source of an <see cref="BudgetEnforcer.ExceededToken"/>. Whoever holds only the token holds the budget too, so that its parents
/// still find it.
/// </summary>
internal sealed class ExceededSource(BudgetEnforcer budget) : CancellationTokenSource
{
    private readonly BudgetEnforcer _budget = budget;

    /// <summary>
    /// Marks the token as cancelled; its callbacks run on the thread pool, never on this thread, and what they throw is logged.
    /// </summary>
    internal void MarkNeedsLock()
    {
        if (IsCancellationRequested)
            return;

        var callbacks = CancelAsync();
        if (!callbacks.IsCompletedSuccessfully)
        {
            callbacks.ContinueWith(
                static (failed, budget) => ((BudgetEnforcer)budget!).TellCallbackFailed(failed.Exception!),
                _budget,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }
}
