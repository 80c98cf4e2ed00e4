namespace BudgetEnforcement.Tests;

/// <summary>
/// Takes the work items that threads of the model leave to the pool, so that a sequence does the same every time. Other threads have the pool.
/// </summary>
internal static class ModelWorkItems
{
    [ThreadStatic]
    private static List<IThreadPoolWorkItem>? _ofThisThread;

    static ModelWorkItems() => WorkItems.LetTake(static item =>
    {
        _ofThisThread?.Add(item);
        return _ofThisThread is not null;
    });

    /// <summary>What this thread leaves to the pool from now on is taken.</summary>
    internal static void Take() => _ofThisThread = [];

    /// <summary>What this thread leaves to the pool goes there again.</summary>
    internal static void Leave() => _ofThisThread = null;

    /// <summary>Executes what was taken, until nothing is left, in either order: which of two comes first is nothing to rely on.</summary>
    internal static void Execute(bool newestFirst)
    {
        while (_ofThisThread is { Count: > 0 } items)
        {
            var index = newestFirst ? items.Count - 1 : 0;
            var item = items[index];
            items.RemoveAt(index);
            item.Execute();
        }
    }
}
