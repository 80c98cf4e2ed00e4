namespace BudgetEnforcement.Tests;

/// <summary>Takes the work items of chosen threads from the pool. All other threads use the pool as ever.</summary>
internal static class TakenWorkItems
{
    [ThreadStatic]
    private static Action<IThreadPoolWorkItem>? _taker;

    static TakenWorkItems() => WorkItems.LetTake(static item =>
    {
        _taker?.Invoke(item);
        return _taker is not null;
    });

    /// <summary>The work items that this thread leaves to the pool during an action, in order. The caller executes them.</summary>
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

    /// <summary>Gives the work items that this thread leaves to the pool from now on to the taker, until it is null.</summary>
    internal static void By(Action<IThreadPoolWorkItem>? taker) => _taker = taker;
}
