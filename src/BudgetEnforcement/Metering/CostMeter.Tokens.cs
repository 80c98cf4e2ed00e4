namespace BudgetEnforcement;

/// <content>The tokens that tell of exhaustion.</content>
public sealed partial class CostMeter
{
    /// <summary>
    /// A token that is cancelled when the next slice of time does not fit into the budget or one above it; others who wait for room do not
    /// count. While what is held pays for more than a quarter of a slice the meter tries again, so one that is exhausted has about that
    /// much left that is paid for: stop, and dispose of the meter. The token is cancelled at that moment; its callbacks run on the thread
    /// pool, and what they throw is logged. Once cancelled it stays so, also after a top-up.
    /// </summary>
    /// <remarks>
    /// Nothing is left that is paid for where the time is not admitted at the change of a rate, at a resumption, or when a period of the path
    /// begins, for nothing is held beyond its start.
    /// </remarks>
    public CancellationToken ExhaustedToken => _exhausted.Token;

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
            isExhausted = _isExhausted;
            if (!isExhausted && !_isDisposed)
                LinkNeedsLock(source);
        }

        if (isExhausted)
            CancelAtOnce(source);
        source.LinkTo(cancellationToken);
        return source;
    }

    /// <summary>Cancels a source on this thread, and leaves the callbacks of its token to the thread pool.</summary>
    internal void CancelAtOnce(CancellationTokenSource source)
    {
        try
        {
            SourceCancellation.Cancel(source, _budget);
        }
        catch (ObjectDisposedException)
        {
            // Its user has just disposed of it, and is interested no more.
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
