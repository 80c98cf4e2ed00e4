namespace BudgetEnforcement;

/// <summary>A call of a store, which waits for a thread.</summary>
internal interface ILedgerCall
{
    /// <summary>Its place in the list of waiting calls.</summary>
    LinkedListNode<ILedgerCall> Node { get; }

    /// <summary>Makes the call. Never throws.</summary>
    void Execute();

    void Cancel(CancellationToken cancellationToken);

    void Fail(Exception exception);
}

/// <inheritdoc cref="ILedgerCall"/>
/// <typeparam name="TResult">The answer.</typeparam>
internal sealed class LedgerCall<TResult> : ILedgerCall
{
    private readonly Func<TResult> _call;
    private readonly TaskCompletionSource<TResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal LedgerCall(Func<TResult> call)
    {
        _call = call;
        Node = new LinkedListNode<ILedgerCall>(this);
    }

    public LinkedListNode<ILedgerCall> Node { get; }

    internal Task<TResult> Task => _outcome.Task;

    public void Execute()
    {
        try
        {
            _outcome.TrySetResult(_call());
        }
#pragma warning disable CA1031 // A store may throw anything; the caller that awaits gets the exception.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _outcome.TrySetException(exception);
        }
    }

    public void Cancel(CancellationToken cancellationToken) => _outcome.TrySetCanceled(cancellationToken);

    public void Fail(Exception exception) => _outcome.TrySetException(exception);
}
