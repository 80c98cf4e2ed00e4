namespace BudgetEnforcement.Tests;

/// <summary>The work items that a tree leaves to the pool, counted so that a test can wait for the last one.</summary>
internal sealed class ParallelWorkItems
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int _pending;

    /// <summary>Does a call; the pool executes what it leaves.</summary>
    internal object OnPool(Func<object> call)
    {
        TakenWorkItems.By(Queue);
        try
        {
            return call();
        }
        finally
        {
            TakenWorkItems.By(null);
        }
    }

    /// <summary>Does a call, and then the work items that it left, on this thread.</summary>
    internal static object Alone(Func<object> call)
    {
        var left = new Queue<IThreadPoolWorkItem>();
        TakenWorkItems.By(left.Enqueue);
        try
        {
            var answer = call();
            while (left.TryDequeue(out var item))
                item.Execute();
            return answer;
        }
        finally
        {
            TakenWorkItems.By(null);
        }
    }

    /// <summary>Waits until the pool has done everything.</summary>
    internal void WaitForAll()
    {
        if (!SpinWait.SpinUntil(() => Volatile.Read(ref _pending) == 0, Patience))
            throw new TimeoutException("A work item did not end: a deadlock?");
    }

    private void Queue(IThreadPoolWorkItem item)
    {
        Interlocked.Increment(ref _pending);
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                OnPool(() =>
                {
                    item.Execute();
                    return item;
                });
                Interlocked.Decrement(ref _pending);
            },
            null);
    }
}
