namespace BudgetEnforcement;

/// <summary>
/// How much of a shared budget this process would like to have at hand: twice what it spends in an interval, or twenty of the amounts that it
/// asked for, whichever is more; nothing once it has been idle for ten intervals.
/// </summary>
internal sealed class SliceDemand
{
    private const int Intervals = 10;
    private const int Amounts = 20;

    private LedgerAmount _spentOfInterval;
    private LedgerAmount _meanSpent;
    private LedgerAmount _meanAsked;
    private int _samples;
    private int _asked;
    private int _idle = Intervals;
    private bool _isUsed;
    private bool _yields;

    /// <summary>What to have at hand beyond what is reserved.</summary>
    internal LedgerAmount Ahead => IsIdle || _yields
        ? LedgerAmount.Zero
        : LedgerAmount.Max(LedgerAmount.Max(_meanSpent, _spentOfInterval).Times(2), _meanAsked.Times(Amounts));

    /// <summary>Whether it was not used for ten intervals.</summary>
    internal bool IsIdle => _idle >= Intervals && !_isUsed;

    /// <summary>Counts costs as spent in the present interval.</summary>
    internal void Spent(LedgerAmount costs)
    {
        if (costs.IsZero)
            return;
        _spentOfInterval = _spentOfInterval.Plus(costs);
        _isUsed = true;
    }

    /// <summary>Counts an amount that what is held did not admit.</summary>
    internal void Asked(LedgerAmount amount)
    {
        _asked = Math.Min(_asked + 1, Intervals);
        _meanAsked = Moved(_meanAsked, amount, _asked);
        _isUsed = true;
    }

    /// <summary>
    /// Gives back what is at hand, for the rest of the interval. It was too little for an amount, and the ledger had no more: several processes
    /// that each keep such a remainder would make the last part of a limit useless to all of them.
    /// </summary>
    internal void Yield() => _yields = true;

    /// <summary>Ends an interval.</summary>
    /// <param name="length">How many intervals it took; 1 or more.</param>
    internal void EndInterval(int length)
    {
        _idle = _isUsed ? 0 : Math.Min(_idle + length, Intervals);
        _isUsed = false;
        _yields = false;
        _samples = Math.Min(_samples + 1, Intervals);
        _meanSpent = Moved(_meanSpent, _spentOfInterval.DividedBy(length), _samples);
        _spentOfInterval = LedgerAmount.Zero;
        if (_idle == Intervals)
            (_meanSpent, _meanAsked, _samples, _asked) = (LedgerAmount.Zero, LedgerAmount.Zero, 0, 0);
    }

    // The mean of the first samples, and from the tenth on a moving one.
    private static LedgerAmount Moved(LedgerAmount mean, LedgerAmount sample, int count) => mean.Less(mean.DividedBy(count)).Plus(sample.DividedBy(count));
}
