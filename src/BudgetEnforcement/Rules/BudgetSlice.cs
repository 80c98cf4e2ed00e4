namespace BudgetEnforcement;

/// <summary>
/// What a process holds of a budget that it shares with others, and what it knows of the rest. The part of the limit that it does not hold, the
/// padding, counts as taken. So an amount is admitted by the same sum and comparison as in a budget of one process.
/// </summary>
/// <remarks>
/// These are the numbers of the last exchange, which <see cref="BudgetState.Adopt"/> takes over. Recording a cost changes nothing here: what was
/// recorded since the last exchange is the rise of the spend since then. Only ever used under the lock of the tree.
/// </remarks>
internal sealed class BudgetSlice
{
    private Money _spentBefore;
    private Money _refundsSince;
    private Money _ownBefore;
    private Money _recordedBefore;

    /// <summary>The spend at which the process wants more from the ledger; far away where it does not.</summary>
    private Money _drawAt = Money.Max;

    /// <summary>When the terms end; null where they end by hand only. The ledger ends them; this is for forecasts.</summary>
    internal PeriodCalendar? Calendar { get; set; }

    /// <summary>The end of the term, in ticks of UTC.</summary>
    internal long TermEnd { get; set; } = PeriodCalendar.Never;

    /// <summary>The part of the limit that was neither spent nor held by this process: it is inside what is taken.</summary>
    internal Money Padding { get; set; }

    /// <summary>The part of the padding that no process holds, so that the ledger would grant it.</summary>
    internal Money Undrawn { get; set; }

    /// <summary>What other processes hold.</summary>
    internal Money HeldElsewhere { get; set; }

    /// <summary>The instant of the ledger's clock as of which all this is known; <see langword="default"/> before the first.</summary>
    internal DateTimeOffset AsOf { get; set; }

    /// <summary>Whether nothing is admitted any more, because the ledger is closed or the budget in it is another one.</summary>
    internal bool IsCutOff { get; set; }

    /// <summary>Whether the ledger hears of nothing any more, so that each further cost is to be told.</summary>
    internal bool IsUnreported { get; set; }

    internal bool HasRefunds => !_refundsSince.IsZero;

    /// <summary>Whether the spend has come to where the process wants more, since the last exchange.</summary>
    internal bool IsDrawDue { get; private set; }

    /// <summary>What was held at the last exchange; costs since then have lowered it.</summary>
    internal Money HeldBefore { get; private set; }

    /// <summary>The costs since the last exchange.</summary>
    internal Money CostsSince(in Money spent) => spent + _refundsSince - _spentBefore;

    /// <summary>What is held now.</summary>
    internal Money HeldAt(in Money spent) => Money.SubtractToZero(HeldBefore, CostsSince(spent));

    /// <summary>What this process alone has spent in the term, less its refunds.</summary>
    internal Money OwnSpentAt(in Money spent) => Money.SubtractToZero(_ownBefore + spent, _spentBefore);

    /// <summary>The sum of every cost that this process has recorded.</summary>
    internal Money RecordedAt(in Money spent) => Money.AddSaturating(_recordedBefore, CostsSince(spent));

    /// <summary>Whether the process has spent so much itself.</summary>
    internal bool CanTakeBack(in Money spent, in Money amount) => OwnSpentAt(spent) >= amount;

    internal void TakeBack(in Money amount) => _refundsSince += amount;

    /// <summary>Takes what was recorded since the last call.</summary>
    /// <param name="spent">The spend now.</param>
    /// <param name="refunds">The refunds since then.</param>
    /// <returns>The costs since then.</returns>
    internal Money TakeCosts(in Money spent, out Money refunds)
    {
        var costs = CostsSince(spent);
        refunds = _refundsSince;
        HeldBefore = HeldAt(spent);
        _ownBefore = OwnSpentAt(spent);
        _recordedBefore = RecordedAt(spent);
        _spentBefore = spent;
        _refundsSince = Money.Zero;
        return costs;
    }

    /// <summary>Begins anew from what the ledger answered.</summary>
    /// <param name="spent">The spend of all, as far as it is known.</param>
    /// <param name="held">What this process holds.</param>
    /// <param name="own">What this process has spent in the term, less its refunds.</param>
    /// <param name="drawAt">The spend at which it wants more.</param>
    internal void Adopt(in Money spent, in Money held, in Money own, in Money drawAt)
    {
        (_spentBefore, _ownBefore, _drawAt) = (spent, own, drawAt);
        HeldBefore = held;
        IsDrawDue = false;
    }

    /// <summary>The spend at which something is to be done: that of the next mark, or that at which more is wanted.</summary>
    internal Money NextTrigger(in Money spent, in Money nextMark)
    {
        if (spent >= _drawAt)
            (IsDrawDue, _drawAt) = (true, Money.Max);
        if (IsUnreported)
            return spent + Money.Unit;
        return _drawAt < nextMark ? _drawAt : nextMark;
    }
}
