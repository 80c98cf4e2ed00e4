namespace BudgetEnforcement;

/// <summary>
/// What a node knows of one shared budget: the term, its own costs and refunds in it, and what it holds. The code that admits an amount makes
/// sure that what is reserved stays within <see cref="Held"/>. Only ever used under the lock of the budget's tree.
/// </summary>
/// <remarks>
/// It is the node's side of a <see cref="LedgerSliceRow"/> of the store. Admission goes by a <see cref="BudgetSlice"/>, which takes over these numbers
/// with each answer (<see cref="BudgetState.Adopt"/>).
/// </remarks>
internal sealed class NodeSlice
{
    /// <summary>How many closed terms, acknowledged already, the node reports again to a store that went back in time.</summary>
    private const int TermsRemembered = 2;

    // Terms that the node has left: those that the store has not yet acknowledged, and the last ones that it has.
    private readonly List<ClosedTerm> _closed = [];

    private LedgerAmount _otherCosts;
    private LedgerAmount _otherRefunds;
    private LedgerAmount _sentCosts;
    private LedgerAmount _sentRefunds;
    private LedgerAmount _acknowledgedCosts;
    private LedgerAmount _acknowledgedRefunds;

    internal NodeSlice(LedgerBudgetRow budget)
    {
        BudgetId = budget.Id;
        Term = budget.Term;
        TermEnd = budget.TermEnd;
        Limit = budget.Limit;
        LimitVersion = budget.LimitVersion;
        _otherCosts = budget.Costs;
        _otherRefunds = budget.Refunds;
    }

    internal Guid BudgetId { get; private set; }

    internal long Term { get; private set; }

    /// <summary>When the term ends by the store's clock; null where it does not.</summary>
    internal DateTimeOffset? TermEnd { get; private set; }

    /// <summary>All costs of this node in the term: C.</summary>
    internal LedgerAmount Costs { get; private set; }

    /// <summary>All refunds of this node in the term: F.</summary>
    internal LedgerAmount Refunds { get; private set; }

    /// <summary>What the node holds: H.</summary>
    internal LedgerAmount Held { get; private set; }

    internal LedgerAmount Limit { get; private set; }

    internal long LimitVersion { get; private set; }

    /// <summary>What other nodes held as of the last answer.</summary>
    internal LedgerAmount HeldElsewhere { get; private set; }

    /// <summary>Room that no node held as of the last answer.</summary>
    internal LedgerAmount Undrawn { get; private set; }

    /// <summary>Whether the node keeps nothing at hand, because another node waits or because more is spent and held than the limit.</summary>
    internal bool Shrink { get; private set; }

    /// <summary>Whether the ledger does not know the budget any more. The node must open it again under the same id.</summary>
    internal bool IsLost { get; private set; }

    /// <summary>Whether the store has not yet acknowledged all that this slice would report.</summary>
    internal bool IsChanged => Costs != _acknowledgedCosts || Refunds != _acknowledgedRefunds || HasUnsentClosings || IsGivingBack;

    internal bool HasUnsentClosings => _closed.Exists(static closed => !closed.IsAcknowledged);

    /// <summary>Whether <see cref="Send"/> gave back something that the store has not yet acknowledged.</summary>
    internal bool IsGivingBack { get; private set; }

    /// <summary>The spend of the whole budget as of the last answer, with what this node has spent since.</summary>
    internal LedgerAmount KnownSpent => LedgerTotals.Spent(_otherCosts.Plus(Costs), _otherRefunds.Plus(Refunds));

    /// <summary>The part of the limit that is neither spent nor held by this node, so this node must not admit it.</summary>
    internal LedgerAmount Padding => Limit.Less(KnownSpent).Less(Held);

    /// <summary>What the store has not acknowledged of the costs of the term.</summary>
    internal LedgerAmount UnacknowledgedCosts => Costs.Less(_acknowledgedCosts);

    /// <summary>Records a cost in full, even if it is more than what is held.</summary>
    internal void Record(LedgerAmount cost)
    {
        Costs = Costs.Plus(cost);
        Held = Held.Less(cost);
    }

    /// <summary>Takes back a part of this node's own cost. The node does not hold more then, because the store may have given that room away.</summary>
    /// <returns>False where that is more than its own net cost of the term.</returns>
    internal bool TryRefund(LedgerAmount amount)
    {
        if (Refunds.Plus(amount) > Costs)
            return false;
        Refunds = Refunds.Plus(amount);
        return true;
    }

    /// <summary>Gives back what is not needed, before the store is told, and makes the report.</summary>
    /// <param name="reserved">What is reserved of the budget on this node.</param>
    /// <param name="ahead">What the node would like to have at hand beyond what is reserved.</param>
    /// <param name="needed">What to keep beyond what is reserved in any case, without asking for it.</param>
    internal ExchangeItem Send(LedgerAmount reserved, LedgerAmount ahead, LedgerAmount needed = default)
    {
        if (Shrink)
            (ahead, needed) = (default, default);
        var keep = LedgerAmount.Min(Held, reserved.Plus(LedgerAmount.Max(ahead, needed)));
        IsGivingBack |= keep < Held;
        Held = keep;
        _sentCosts = Costs;
        _sentRefunds = Refunds;
        return new ExchangeItem
        {
            BudgetId = BudgetId,
            Term = Term,
            Costs = Costs,
            Refunds = Refunds,
            Keep = keep,
            Reserved = reserved,
            Ahead = ahead,
            Limit = Limit,
            LimitVersion = LimitVersion,
        };
    }

    /// <summary>The final reports on terms that the node has left.</summary>
    /// <param name="all">Whether to include those that the store has acknowledged already.</param>
    internal IEnumerable<ExchangeClosing> Closings(bool all) => _closed.Where(closed => all || !closed.IsAcknowledged)
        .Select(closed => new ExchangeClosing(BudgetId, closed.Term, closed.Costs, closed.Refunds))
        .ToList();

    /// <summary>Notes that the store has carried out a closing.</summary>
    internal void Acknowledge(ExchangeClosing closing)
    {
        for (var i = 0; i < _closed.Count; i++)
        {
            if (_closed[i].Term == closing.Term)
                _closed[i] = _closed[i] with { IsAcknowledged = true, AcknowledgedCosts = closing.Costs, AcknowledgedRefunds = closing.Refunds };
        }

        while (_closed.Count(static closed => closed.IsAcknowledged) > TermsRemembered)
            _closed.RemoveAt(_closed.FindIndex(static closed => closed.IsAcknowledged));
    }

    /// <summary>Notes that the store has carried out the report that <see cref="Send"/> made.</summary>
    internal void AcknowledgeSent()
    {
        _acknowledgedCosts = _sentCosts;
        _acknowledgedRefunds = _sentRefunds;
    }

    /// <summary>Takes the answer to what <see cref="Send"/> made.</summary>
    internal void Apply(ExchangeReplyItem reply)
    {
        IsLost = !reply.IsKnown;
        if (IsLost)
            return;

        var spentSince = Costs.Less(_sentCosts);
        var (reportedCosts, reportedRefunds) = (_sentCosts, _sentRefunds);
        if (reply.Term == Term)
        {
            AcknowledgeSent();
            Held = reply.Held.Less(spentSince);
        }
        else
        {
            _closed.Add(new ClosedTerm(Term, Costs, Refunds, _sentCosts, _sentRefunds, IsAcknowledged: false));
            Term = reply.Term;
            Costs = Refunds = _acknowledgedCosts = _acknowledgedRefunds = _sentCosts = _sentRefunds = default;
            (reportedCosts, reportedRefunds) = (default, default);
            Held = reply.Held;
        }

        IsGivingBack = false;
        TermEnd = reply.TermEnd;
        Limit = reply.Limit;
        LimitVersion = reply.LimitVersion;
        _otherCosts = reply.Costs.Less(reportedCosts);
        _otherRefunds = reply.Refunds.Less(reportedRefunds);
        HeldElsewhere = reply.Elsewhere;
        Undrawn = reply.Undrawn;
        Shrink = reply.Shrink;
    }

    /// <summary>
    /// Goes on as the slice of a new node, which has spent what the store has not acknowledged, and holds nothing.
    /// </summary>
    internal void StartOver()
    {
        // What the store has acknowledged stays there, as the spend of another node.
        _otherCosts = _otherCosts.Plus(_acknowledgedCosts);
        _otherRefunds = _otherRefunds.Plus(_acknowledgedRefunds);
        Costs = Costs.Less(_acknowledgedCosts);
        Refunds = Refunds.Less(_acknowledgedRefunds);
        Held = default;
        _acknowledgedCosts = _acknowledgedRefunds = _sentCosts = _sentRefunds = default;
        IsGivingBack = false;
        _closed.RemoveAll(static closed => closed.IsAcknowledged);
        for (var i = 0; i < _closed.Count; i++)
        {
            var closed = _closed[i];
            _closed[i] = new ClosedTerm(
                closed.Term, closed.Costs.Less(closed.AcknowledgedCosts), closed.Refunds.Less(closed.AcknowledgedRefunds), default, default, IsAcknowledged: false);
        }
    }

    private readonly record struct ClosedTerm(
        long Term, LedgerAmount Costs, LedgerAmount Refunds, LedgerAmount AcknowledgedCosts, LedgerAmount AcknowledgedRefunds, bool IsAcknowledged);
}
