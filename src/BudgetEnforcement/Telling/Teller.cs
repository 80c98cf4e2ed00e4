namespace BudgetEnforcement;

/// <summary>What one thread has to tell when its operation has left the lock, in the order in which it happened.</summary>
/// <remarks>
/// A thread that is telling already, for a handler that it calls spends too, adds to its own list and goes on with it when the handler has
/// returned: there is no recursion. What waits for a second, behind a handler or a logger, is left to work items.
/// </remarks>
internal sealed class Teller : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [ThreadStatic]
    private static Teller? _ofThisThread;

    private readonly Queue<BudgetTelling> _pending = new();
    private ITimer? _watch;
    private bool _isTelling;

    internal static Teller OfThisThread => _ofThisThread ??= new Teller();

    /// <summary>Tells what operations of this thread brought, unless that is going on further up its stack.</summary>
    internal static void TellPending() => _ofThisThread?.Run(null);

    /// <summary>Something of a budget waits for this thread to tell it.</summary>
    internal void AddNeedsLock(BudgetTelling telling, BudgetTree tree)
    {
        tree.PendingTellings++;
        lock (_pending)
        {
            _pending.Enqueue(telling);
            _watch ??= WithoutContext.Call(static teller => TimeProvider.System.CreateTimer(static teller => ((Teller)teller!).HandOver(), teller, Patience, Patience), this);
        }
    }

    /// <summary>Does something that calls foreign code, and then what that left to tell.</summary>
    internal void Run(Action? first)
    {
        if (_isTelling)
        {
            first?.Invoke();
            return;
        }

        _isTelling = true;
        try
        {
            first?.Invoke();
            while (TryTake(out var telling))
                telling!.Tell(this);
        }
        finally
        {
            _isTelling = false;
        }
    }

    public void Dispose() => _watch?.Dispose();

    private bool TryTake(out BudgetTelling? telling)
    {
        lock (_pending)
        {
            if (_pending.TryDequeue(out telling))
                return true;
            _watch?.Dispose();
            _watch = null;
            return false;
        }
    }

    private void HandOver()
    {
        BudgetTelling[] pending;
        lock (_pending)
            pending = [.. _pending];
        foreach (var telling in pending)
            telling.HandOver();
    }
}
