namespace BudgetEnforcement;

/// <summary>Cancels a source at once for code that polls its token, and leaves the callbacks to the thread pool.</summary>
internal static class SourceCancellation
{
    /// <summary>Calls no foreign code, so callers may hold a lock. What callbacks throw is logged.</summary>
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
