namespace BudgetEnforcement.Tests;

/// <summary>Takes the work items of chosen threads from the pool. All other threads have the pool as ever.</summary>
internal static class TakenWorkItems
{
    [ThreadStatic]
    private static Action<IThreadPoolWorkItem>? _taker;

    static TakenWorkItems() => WorkItems.LetTake(static item =>
    {
        _taker?.Invoke(item);
        return _taker is not null;
    });

    /// <summary>What this thread leaves to the pool during an action, in order. The caller executes it.</summary>
    internal static IReadOnlyList<IThreadPoolWorkItem> During(Action action)
    {
        var items = new List<IThreadPoolWorkItem>();
        By(items.Add);
        try
        {
            action();
        }
        finally
        {
            By(null); // The thread goes back to the pool.
        }

        return items;
    }

    /// <summary>What this thread leaves to the pool from now on goes to the taker, until there is none.</summary>
    internal static void By(Action<IThreadPoolWorkItem>? taker) => _taker = taker;
}
