namespace BudgetEnforcement;

/// <summary>
/// Lets callers that flush again and again share exchanges. Those whose flush has just ended come back in a moment; a request that did not wait for
/// them would leave them to the next one, so that each exchange served half of the callers. Databases gather commits in the same way. The lock of
/// the tree guards it.
/// </summary>
internal sealed class FlushGathering
{
    /// <summary>A request waits for callers for at most one part in this many of the time that the last exchange took.</summary>
    private const int PartOfExchange = 2;

    /// <summary>How many requests do not wait after one for which fewer than three of four awaited callers came: those callers flush only once.</summary>
    private const int RequestsWithoutWait = 15;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(10);

    private int _alreadyWaiting;
    private int _awaited;
    private int _leftWithoutWait;
    private long _sentAt;
    private long _until;

    /// <summary>Takes note that a request is made.</summary>
    /// <param name="flushes">How many flushes wait for it.</param>
    /// <param name="now">The time, as <see cref="LedgerExchange.Now"/> tells it.</param>
    internal void OnSent(int flushes, long now)
    {
        if (now >= _until && 4 * (flushes - _alreadyWaiting) < 3 * _awaited)
            _leftWithoutWait = RequestsWithoutWait;
        _awaited = 0;
        _sentAt = now;
    }

    /// <summary>Takes note that the request was answered.</summary>
    /// <param name="ended">How many flushes the answer has ended.</param>
    /// <param name="waiting">How many wait for the next request already.</param>
    /// <param name="now">The time, as <see cref="LedgerExchange.Now"/> tells it.</param>
    internal void OnAnswered(int ended, int waiting, long now)
    {
        (_alreadyWaiting, _awaited) = (waiting, ended);
        if (_leftWithoutWait > 0)
            (_awaited, _leftWithoutWait) = (0, _leftWithoutWait - 1);
        _until = now + Math.Min((now - _sentAt) / PartOfExchange, Longest.Ticks);
    }

    /// <summary>Until when the next request waits for more flushes than these; 0 where it does not.</summary>
    internal long WaitsUntil(int flushes) => flushes < _alreadyWaiting + _awaited ? _until : 0;
}
