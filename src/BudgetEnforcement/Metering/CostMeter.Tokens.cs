namespace BudgetEnforcement;

/// <content>The tokens that are cancelled at exhaustion.</content>
public sealed partial class CostMeter
{
    /// <summary>
    /// A token that is cancelled when the next slice of time does not fit into the budget or one above it; callers that wait for room do
    /// not count. The meter tries again while what it holds pays for more than a quarter of a slice, so an exhausted meter still holds
    /// about that much: stop, and dispose of the meter. The token is cancelled at that moment; its callbacks run on the thread pool, and
    /// what they throw is logged. Once cancelled it stays so, also after a top-up.
    /// </summary>
    /// <remarks>
    /// Nothing is left for stopping where the slice was refused at a change of the rate, at a resumption, or at the start of a period of
    /// the path, because a meter holds nothing beyond the end of a period.
    /// </remarks>
    public CancellationToken ExhaustedToken => _exhausted.Token;

    /// <summary>
    /// Why the meter is exhausted, as of the instant at which its last slice of time was refused: the name and the numbers are those of the budget
    /// that decided, which had too little room or is closed, and the required amount is the part of the slice beyond what the meter held.
    /// <see langword="null"/> while it is not exhausted; afterwards it stays, also after a top-up.
    /// </summary>
    public BudgetCheck? Refusal => Volatile.Read(ref _refusal)?.Value;

    private bool IsExhaustedNeedsLock => _refusal is not null;

    /// <summary>
    /// Makes a source whose token is cancelled at the moment the meter is exhausted or its budget, or one above it, exceeded, whichever comes
    /// first.
    /// </summary>
    /// <param name="cancellationToken">A token that cancels it too.</param>
    /// <returns>
    /// The source; its token is cancelled already where the meter is exhausted, the path exceeded or the token cancelled. Dispose of it when
    /// the work is over: until then it keeps meter and budget alive. Callbacks of its token run on the thread pool.
    /// </returns>
    public CancellationTokenSource CreateLinkedTokenSource(CancellationToken cancellationToken = default)
    {
        var source = new MeterLinkedSource(this, _budget);
        bool isExhausted;
        lock (_sync)
        {
            isExhausted = IsExhaustedNeedsLock;
            if (!isExhausted && !_isDisposed)
                LinkNeedsLock(source);
        }

        if (isExhausted)
            CancelAtOnce(source);
        source.LinkTo(cancellationToken);
        return source;
    }

    /// <summary>Cancels a source on this thread and leaves the callbacks of its token to the thread pool.</summary>
    internal void CancelAtOnce(CancellationTokenSource source)
    {
        try
        {
            SourceCancellation.Cancel(source, _budget);
        }
        catch (ObjectDisposedException)
        {
            // The user has just disposed of the source, so there is nothing to cancel.
        }
    }

    internal void Unlink(MeterLinkedSource source)
    {
        lock (_sync)
        {
            if (source.PreviousNeedsLock is null && !ReferenceEquals(_firstSource, source))
                return;
            if (source.PreviousNeedsLock is { } previous)
                previous.NextNeedsLock = source.NextNeedsLock;
            else
                _firstSource = source.NextNeedsLock;
            if (source.NextNeedsLock is { } next)
                next.PreviousNeedsLock = source.PreviousNeedsLock;
            (source.PreviousNeedsLock, source.NextNeedsLock) = (null, null);
        }
    }

    private void LinkNeedsLock(MeterLinkedSource source)
    {
        source.NextNeedsLock = _firstSource;
        if (_firstSource is not null)
            _firstSource.PreviousNeedsLock = source;
        _firstSource = source;
    }

    private void CancelTokens()
    {
        CancelAtOnce(_exhausted);
        while (TakeSource() is { } source)
            CancelAtOnce(source);
    }

    private MeterLinkedSource? TakeSource()
    {
        lock (_sync)
        {
            var source = _firstSource;
            if (source is not null)
            {
                _firstSource = source.NextNeedsLock;
                if (_firstSource is not null)
                    _firstSource.PreviousNeedsLock = null;
                source.NextNeedsLock = null;
            }

            return source;
        }
    }
}
