namespace BudgetEnforcement;

/// <summary>Cancels a source for all who poll it, at once, and leaves its callbacks to the thread pool.</summary>
internal static class SourceCancellation
{
    /// <summary>No foreign code runs here, so it may be called under a lock. What callbacks throw is logged.</summary>
    internal static void Cancel(CancellationTokenSource source, BudgetEnforcer budget)
    {
        if (source.IsCancellationRequested)
            return;
        var callbacks = WithoutContext.Call(static source => source.CancelAsync(), source);
        if (!callbacks.IsCompletedSuccessfully)
        {
            callbacks.ContinueWith(
                static (failed, budget) => ((BudgetEnforcer)budget!).LogCallbackFailure(failed.Exception!),
                budget,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }
}
