namespace BudgetEnforcement;

/// <summary>The announcements that one thread delivers, in order, once its operation has left the lock.</summary>
/// <remarks>
/// A handler that the thread calls may spend too. The announcements of that spend join the list of the thread, which goes on with it when
/// the handler has returned, so there is no recursion. Announcements that wait for a second behind a handler or a logger are left to work
/// items.
/// </remarks>
internal sealed class Dispatcher : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [ThreadStatic]
    private static Dispatcher? _ofThisThread;

    private readonly Queue<AnnouncementQueue> _pending = new();
    private ITimer? _watch;
    private bool _isDelivering;

    internal static Dispatcher OfThisThread => _ofThisThread ??= new Dispatcher();

    /// <summary>Delivers the announcements of this thread, unless a caller further up its stack is delivering them already.</summary>
    internal static void DispatchPending() => _ofThisThread?.Run(null);

    /// <summary>Adds a budget whose announcement waits for this thread.</summary>
    internal void AddNeedsLock(AnnouncementQueue queue, BudgetTree tree)
    {
        tree.PendingQueues++;
        lock (_pending)
        {
            _pending.Enqueue(queue);
            _watch ??= WithoutContext.Call(static dispatcher => TimeProvider.System.CreateTimer(static dispatcher => ((Dispatcher)dispatcher!).HandOver(), dispatcher, Patience, Patience), this);
        }
    }

    /// <summary>Runs an action that calls foreign code, then delivers the announcements that it left.</summary>
    internal void Run(Action? first)
    {
        if (_isDelivering)
        {
            first?.Invoke();
            return;
        }

        _isDelivering = true;
        try
        {
            first?.Invoke();
            while (TryTake(out var queue))
                queue!.Deliver(this);
        }
        finally
        {
            _isDelivering = false;
        }
    }

    public void Dispose() => _watch?.Dispose();

    private bool TryTake(out AnnouncementQueue? queue)
    {
        lock (_pending)
        {
            if (_pending.TryDequeue(out queue))
                return true;
            _watch?.Dispose();
            _watch = null;
            return false;
        }
    }

    private void HandOver()
    {
        AnnouncementQueue[] pending;
        lock (_pending)
            pending = [.. _pending];
        foreach (var queue in pending)
            queue.HandOver();
    }
}
