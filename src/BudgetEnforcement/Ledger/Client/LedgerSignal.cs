namespace BudgetEnforcement;

/// <summary>
/// An outcome that comes from the exchange. It wakes a blocked thread at once, also while the thread pool is busy. Code that awaits it goes on in a
/// work item, because completing a task may run foreign code.
/// </summary>
#pragma warning disable CA1001 // No code asks for the handle of the event, so the event has nothing to dispose of.
internal sealed class LedgerSignal
#pragma warning restore CA1001
{
    private readonly ManualResetEventSlim? _event;
    private readonly TaskCompletionSource? _source;
    private Exception? _fault;
    private int _isSet;

    /// <param name="isBlocking">Whether a thread blocks for it; otherwise code awaits it.</param>
    internal LedgerSignal(bool isBlocking)
    {
        if (isBlocking)
            _event = new ManualResetEventSlim();
        else
            _source = new TaskCompletionSource(); // It is completed by a work item of its own, so what awaits it needs no further one.
    }

    /// <summary>Ends when the outcome is there. Only where code awaits it.</summary>
    internal Task Task => _source!.Task;

    internal bool IsSet => Volatile.Read(ref _isSet) != 0;

    /// <summary>Blocks until the outcome is there. Only where a thread blocks for it.</summary>
    /// <returns>Whether it came in time.</returns>
    internal bool Wait(TimeSpan timeout)
    {
        if (!_event!.Wait(timeout))
            return false;
        return _fault is null ? true : throw _fault;
    }

    /// <summary>Makes the outcome known, once. May be called under a lock.</summary>
    /// <param name="fault">What went wrong; null where nothing did.</param>
    internal void Set(Exception? fault = null)
    {
        if (Interlocked.Exchange(ref _isSet, 1) != 0)
            return;
        _fault = fault;
        if (_event is not null)
            _event.Set();
        else
            WorkItems.Queue(Complete);
    }

    private void Complete()
    {
        if (_fault is null)
            _source!.SetResult();
        else
            _source!.SetException(_fault);
    }
}
