namespace BudgetEnforcement;

/// <summary>
/// Lets callers that flush again and again share exchanges. Those whose flush has just ended come back in a moment; a request that did not wait for
/// them would leave them to the next one, so that each exchange served half of the callers. Databases gather commits in the same way. The lock of
/// the tree guards it.
/// </summary>
internal sealed class FlushGathering
{
    /// <summary>Those who do not come back cost the others this part of an exchange at most.</summary>
    private const int PartOfExchange = 2;

    /// <summary>Where fewer came than three of four, so many exchanges do not wait: their callers flush once, and others come in their own time.</summary>
    private const int ExchangesWithout = 15;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(10);

    private int _waiting;
    private int _awaited;
    private int _without;
    private long _sentAt;
    private long _until;

    /// <summary>Takes note that a request is made.</summary>
    /// <param name="flushes">How many flushes wait for it.</param>
    /// <param name="now">The time, as <see cref="LedgerExchange.Now"/> tells it.</param>
    internal void OnSent(int flushes, long now)
    {
        if (now >= _until && 4 * (flushes - _waiting) < 3 * _awaited)
            _without = ExchangesWithout;
        _awaited = 0;
        _sentAt = now;
    }

    /// <summary>Takes note that the request was answered.</summary>
    /// <param name="ended">How many flushes the answer has ended.</param>
    /// <param name="waiting">How many wait for the next request already.</param>
    /// <param name="now">The time, as <see cref="LedgerExchange.Now"/> tells it.</param>
    internal void OnAnswered(int ended, int waiting, long now)
    {
        (_waiting, _awaited) = (waiting, ended);
        if (_without > 0)
            (_awaited, _without) = (0, _without - 1);
        _until = now + Math.Min((now - _sentAt) / PartOfExchange, Longest.Ticks);
    }

    /// <summary>Until when the next request waits for more flushes than these; 0 where it does not.</summary>
    internal long WaitsUntil(int flushes) => flushes < _waiting + _awaited ? _until : 0;
}
