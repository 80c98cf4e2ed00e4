namespace BudgetEnforcement;

/// <summary>What threads must not do under a lock, or for others, and leave to the thread pool.</summary>
internal static class WorkItems
{
    private static Func<IThreadPoolWorkItem, bool>? _taker;

    /// <summary>Lets a test take work items from the pool and execute them itself, in an order that it chooses.</summary>
    /// <param name="taker">Answers whether it took the item.</param>
    internal static void LetTake(Func<IThreadPoolWorkItem, bool> taker) => Volatile.Write(ref _taker, taker);

    internal static void Queue(IThreadPoolWorkItem item)
    {
        if (Volatile.Read(ref _taker)?.Invoke(item) != true)
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
    }

    /// <param name="action">It must not throw.</param>
    internal static void Queue(Action action) => Queue(new ActionItem(action));

    private sealed class ActionItem(Action action) : IThreadPoolWorkItem
    {
        public void Execute() => action();
    }
}
