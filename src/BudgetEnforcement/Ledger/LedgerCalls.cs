namespace BudgetEnforcement;

/// <summary>
/// Makes the calls of a store, which are synchronous and may take as long as a database or a network needs, on a few threads of the ledger's own.
/// </summary>
/// <remarks>
/// The caller's thread cannot make the calls: it may be the thread of a user interface or one of the few that serve requests. The thread pool cannot
/// make them either: blocking calls starve a pool, and a pool that is starved already would keep a cost from being recorded. A thread of the ledger
/// makes a call at once, even if the pool is busy; only the code that awaits the call needs the pool. There are several threads, so that one slow
/// call does not hold up the others, and few, because a store serves few calls at a time anyway. A thread ends after some time without a call.
/// </remarks>
/// <param name="onEnd">What to do when the last call has ended after <see cref="Close"/>.</param>
internal sealed class LedgerCalls(Action onEnd)
{
    internal const int MostThreads = 8;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(20);

    private readonly object _sync = new();
    private readonly LinkedList<ILedgerCall> _waiting = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _threads;
    private int _others;
    private int _idle;
    private bool _isClosed;

    /// <summary>Makes a call.</summary>
    /// <param name="call">The call; what it throws is the outcome.</param>
    /// <param name="cancellationToken">Takes the call back where it has not begun.</param>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    internal Task<TResult> Run<TResult>(Func<TResult> call, CancellationToken cancellationToken)
    {
        var item = new LedgerCall<TResult>(call);
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(BudgetLedger));

            // A thread that was woken for another call may still count as idle, so compare the waiting calls with the idle threads.
            if (_waiting.Count >= _idle && _threads < MostThreads)
                StartThreadNeedsLock();
            _waiting.AddLast(item.Node);
            Monitor.Pulse(_sync);
        }

        if (!cancellationToken.CanBeCanceled)
            return item.Task;
        var registration = cancellationToken.UnsafeRegister(_ => Withdraw(item, cancellationToken), null);
        item.Task.ContinueWith(_ => registration.Unregister(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return item.Task;
    }

    /// <summary>Whether it takes no more calls.</summary>
    internal bool IsClosed
    {
        get
        {
            lock (_sync)
                return _isClosed;
        }
    }

    /// <summary>Adds a thread that makes calls by itself to those whose end <see cref="Close"/> waits for.</summary>
    internal void Join()
    {
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(BudgetLedger));
            _others++;
        }
    }

    /// <summary>Notes that such a thread makes no more calls.</summary>
    internal void Leave()
    {
        bool isLast;
        lock (_sync)
        {
            _others--;
            isLast = _isClosed && _threads + _others == 0;
        }

        if (isLast)
            End();
    }

    /// <summary>Takes no more calls. It still makes those that it has taken.</summary>
    /// <returns>A task that ends when the last call has ended.</returns>
    internal Task Close()
    {
        bool isLast;
        lock (_sync)
        {
            isLast = !_isClosed && _threads + _others == 0;
            _isClosed = true;
            Monitor.PulseAll(_sync);
        }

        if (isLast)
            End();
        return _ended.Task;
    }

    /// <summary>Takes back the calls that have not begun.</summary>
    internal void Abandon()
    {
        List<ILedgerCall> abandoned;
        lock (_sync)
        {
            abandoned = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var call in abandoned)
            call.Fail(new ObjectDisposedException(typeof(BudgetLedger).FullName));
    }

    private void Withdraw<TResult>(LedgerCall<TResult> item, CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            if (item.Node.List is null)
                return;
            _waiting.Remove(item.Node);
        }

        item.Cancel(cancellationToken);
    }

    // The thread serves all callers, so it must not carry the context of one: neither a trace nor a transaction that the store would join.
    private void StartThreadNeedsLock()
    {
        new Thread(Work) { IsBackground = true, Name = "BudgetEnforcement ledger" }.UnsafeStart();
        _threads++;
    }

    private void Work()
    {
        while (Take() is { } call)
            call.Execute();
    }

    private ILedgerCall? Take()
    {
        bool isLast;
        lock (_sync)
        {
            while (true)
            {
                if (_waiting.First is { } first)
                {
                    _waiting.RemoveFirst();
                    return first.Value;
                }

                if (_isClosed)
                {
                    isLast = --_threads + _others == 0;
                    break;
                }

                _idle++;
                var isPulsed = Monitor.Wait(_sync, IdleTime);
                _idle--;
                if (!isPulsed && _waiting.Count == 0 && !_isClosed)
                {
                    _threads--;
                    return null;
                }
            }
        }

        if (isLast)
            End();
        return null;
    }

    private void End()
    {
        try
        {
            onEnd();
            _ended.SetResult();
        }
#pragma warning disable CA1031 // The store may throw anything when it is disposed; the caller that disposes of the ledger gets the exception.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _ended.SetException(exception);
        }
    }
}
