namespace BudgetEnforcement;

/// <content>Those who ask the ledger for what this process does not hold, and those who wait.</content>
internal sealed partial class LedgerExchange
{
    /// <summary>An operation that tries again by itself says when. One that does not is given so many intervals.</summary>
    private const int IntervalsOfNeed = 3;

    private static readonly TimeSpan LongestNeed = TimeSpan.FromDays(1);

    /// <summary>What was learnt this recently is not asked for again: others hold the room, which changes quickly.</summary>
    private TimeSpan Fresh => _options.Interval / 8;

    internal TimeSpan AskTimeout => _options.AskTimeout;

    /// <summary>Whether to ask the ledger for an amount, or it is known already what the answer would be.</summary>
    /// <param name="state">The budget that was asked.</param>
    /// <param name="amount">The amount, which what is held does not admit.</param>
    /// <param name="check">Why it does not; where the ledger is not asked, why the amount is refused.</param>
    /// <param name="now">The time, as <see cref="Now"/> tells it.</param>
    internal bool IsToAskNeedsLock(BudgetState state, in Money amount, ref BudgetCheck check, long now)
    {
        if (check.Reason is BudgetRefusalReason.Closed or BudgetRefusalReason.WaitersAhead or BudgetRefusalReason.LedgerUnavailable)
            return false;
        if (IsKnownToLackNeedsLock(state, amount, check.Reason == BudgetRefusalReason.HeldElsewhere ? Fresh : _options.Interval, now))
            return false;
        if (!IsSilentNeedsLock(now))
            return true;
        check = check.Because(BudgetRefusalReason.LedgerUnavailable);
        return false;
    }

    /// <summary>Asks for the amount of a waiter, which is decided with the answer or joins the line then.</summary>
    internal void AskNeedsLock(Waiter waiter)
    {
        foreach (var state in waiter.Budget.State.Path)
        {
            if (state.Slice is not null && !state.HasRoomFor(waiter.Claim.Amount))
                SharedAt(state).Demand.Asked(new LedgerAmount(waiter.Claim.Amount));
        }

        var ask = waiter.Need = new WaiterNeed(_newId(), waiter) { IsAsking = true };
        waiter.Claim.Ticket = -++_lastAsk; // No place in the line, but a number of its own: below 0, since those of the line are above.
        ask.Place = _asks.AddLast(ask);
        WakeNeedsLock();
    }

    /// <summary>Ends an ask that has waited for an answer as long as it may. It waits on in the line, where that is allowed.</summary>
    /// <param name="ask">The ask. It is granted where there is room by now.</param>
    /// <param name="isWaitOver">Whether its caller does not wait in the line either.</param>
    internal void OnAskOverdueNeedsLock(WaiterNeed ask, bool isWaitOver = false)
    {
        var check = ask.Waiter.CheckNeedsLock();
        if (ask.Waiter.Budget.State.Admits(ask.Waiter.Claim.Amount))
            EndAskNeedsLock(ask, ClaimOutcome.Granted, check);
        else if (check.Reason is BudgetRefusalReason.Closed or BudgetRefusalReason.NeverFits)
            EndAskNeedsLock(ask, ClaimOutcome.Refused, check); // No answer could change that, and nobody would end the wait of a closed budget.
        else if (isWaitOver)
            EndAskNeedsLock(ask, ClaimOutcome.WaitedTooLong, check);
        else
            JoinLineOrRefuseNeedsLock(ask, check.Reason == BudgetRefusalReason.WaitersAhead ? check : check.Because(BudgetRefusalReason.LedgerUnavailable));
    }

    /// <summary>Ends an ask.</summary>
    internal void EndAskNeedsLock(WaiterNeed ask, ClaimOutcome outcome, in BudgetCheck check)
    {
        _asks.Remove(ask.Place!);
        ask.IsAsking = false;
        ask.Waiter.Need = null;
        _tree.EndAskNeedsLock(ask.Waiter, outcome, check);
    }

    /// <summary>Asks for more for an operation that goes on, without waiting for it. What is granted is kept until the operation tries again.</summary>
    /// <param name="operation">What the operation holds.</param>
    /// <param name="state">The budget of the operation.</param>
    /// <param name="amount">What it needs beyond what it holds.</param>
    /// <param name="retryTime">When it tries again, if it does so by itself.</param>
    internal void RequestMoreNeedsLock(BudgetReservation operation, BudgetState state, in Money amount, TimeSpan retryTime)
    {
        var now = Now();

        // Room that others hold is claimed, however lately it was heard of: they give back what they only keep at hand.
        if (!state.HasRoomWithoutOthersFor(amount) && IsKnownToLackNeedsLock(state, amount, _options.Interval, now))
            return;
        if (!_operationNeeds.TryGetValue(operation, out var need))
            _operationNeeds.Add(operation, need = new OperationNeed(_newId(), state));
        if (need.EndsAt <= now || need.Amount < amount)
            need.Amount = amount;
        need.EndsAt = Math.Max(need.EndsAt, now + Math.Max(IntervalsOfNeed * _options.Interval.Ticks, 2 * Math.Min(retryTime.Ticks, LongestNeed.Ticks)));
        WakeNeedsLock();
    }

    /// <summary>Asks for nothing more for an operation: it goes on with what it holds now, or has ended.</summary>
    internal void RequestNoMoreNeedsLock(BudgetReservation operation) => _operationNeeds.Remove(operation);

    internal void OnWaitingNeedsLock(Waiter waiter)
    {
        var need = waiter.Need ??= new WaiterNeed(_newId(), waiter);
        need.IsAsking = false;
        need.Place = _waitingNeeds.AddLast(need);
        WakeNeedsLock();
    }

    internal void OnDecidedNeedsLock(Waiter waiter)
    {
        if (waiter.Need is not { } need)
            return;
        _waitingNeeds.Remove(need.Place!);
        waiter.Need = null;
    }

    /// <summary>A cost has brought a shared budget to where the ledger is to hear of it before it is due.</summary>
    internal void OnSpendNeedsLock(BudgetState state)
    {
        if (state.HasUntoldRise || state.Slice!.IsDrawDue)
            WakeNeedsLock();
        if (_hasEnded)
            TellUnreportedNeedsLock(SharedAt(state));
    }

    /// <summary>Whether the path has no room for an amount, as was learnt no longer ago than this.</summary>
    private static bool IsKnownToLackNeedsLock(BudgetState from, in Money amount, TimeSpan fresh, long now)
    {
        foreach (var state in from.Path)
        {
            if (state.HasVisibleRoomFor(amount))
                continue;
            if (state.Slice is null)
                return true; // A budget of this process alone has no room, whatever the ledger says.
            if (SharedAt(state).HeardAt is { } heardAt && now - heardAt <= fresh.Ticks)
                return true;
        }

        return false;
    }

    private bool IsSilentNeedsLock(long now) => _unansweredSince is { } since && now - since >= _options.AskTimeout.Ticks;

    private void RefuseAsksNeedsLock()
    {
        foreach (var ask in _asks.ToList())
            OnAskOverdueNeedsLock(ask);
    }
}
