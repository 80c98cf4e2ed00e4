namespace BudgetEnforcement;

/// <content>The life of an ask: whether the ledger is asked, and how the ask is decided by an answer, by the lack of one, or by the line it joins.</content>
internal sealed partial class LedgerExchange
{
    /// <summary>
    /// How many answers an ask waits for. Where others take a granted amount before the answer comes, it is asked for again, but not for ever.
    /// </summary>
    private const int MostAnswersToAnAsk = 3;

    /// <summary>How long an answer counts that others hold the room. It is short, because what they hold changes quickly.</summary>
    private TimeSpan Fresh => _options.Interval / 8;

    internal TimeSpan AskTimeout => _options.AskTimeout;

    /// <summary>Whether to ask the ledger for an amount, or it is known already what the answer would be.</summary>
    /// <param name="state">The budget that was asked.</param>
    /// <param name="amount">The amount, which what is held does not admit.</param>
    /// <param name="check">Why it does not.</param>
    /// <param name="now">The time, as <see cref="Now"/> tells it.</param>
    /// <param name="refusal">Where the ledger is not asked, why the amount is refused.</param>
    internal bool IsToAskNeedsLock(BudgetState state, in Money amount, BudgetCheck check, long now, out BudgetCheck refusal)
    {
        refusal = check;
        if (!WaitRules.CanLedgerGrant(check.Reason))
            return false;
        if (IsKnownToLackNeedsLock(state, amount, check.Reason == BudgetRefusalReason.HeldElsewhere ? Fresh : _options.Interval, now))
            return false;
        if (!IsSilentNeedsLock(now))
            return true;
        refusal = check.Because(BudgetRefusalReason.LedgerUnavailable);
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

    /// <summary>Grants the ask where there is room by now. Otherwise the ask is sent again, a few times, and then joins the line or is refused.</summary>
    private void OnAskAnsweredNeedsLock(WaiterNeed ask)
    {
        ask.Answers++;
        var waiter = ask.Waiter;
        var check = waiter.CheckNeedsLock();
        if (waiter.Budget.State.Admits(waiter.Claim.Amount))
            EndAskNeedsLock(ask, ClaimOutcome.Granted, check);
        else if (!check.IsAvailable || ask.Answers >= MostAnswersToAnAsk)
            JoinLineOrRefuseNeedsLock(ask, check.Because(WaitRules.OrHeldElsewhere(check.Reason)));
    }

    /// <summary>Ends an ask that has waited for an answer as long as it may. It waits on in the line, where that is allowed.</summary>
    /// <param name="ask">The ask. It is granted where there is room by now.</param>
    /// <param name="isWaitOver">Whether the caller has waited as long as it may, so that it does not join the line.</param>
    internal void OnAskOverdueNeedsLock(WaiterNeed ask, bool isWaitOver = false)
    {
        var check = ask.Waiter.CheckNeedsLock();
        if (ask.Waiter.Budget.State.Admits(ask.Waiter.Claim.Amount))
            EndAskNeedsLock(ask, ClaimOutcome.Granted, check);
        else if (WaitRules.IsFinal(check.Reason))
            EndAskNeedsLock(ask, ClaimOutcome.Refused, check);
        else if (isWaitOver)
            EndAskNeedsLock(ask, ClaimOutcome.WaitedTooLong, check);
        else
            JoinLineOrRefuseNeedsLock(ask, check.Because(WaitRules.ReasonOfSilence(check.Reason)));
    }

    /// <summary>Ends an ask.</summary>
    internal void EndAskNeedsLock(WaiterNeed ask, ClaimOutcome outcome, in BudgetCheck check)
    {
        _asks.Remove(ask.Place!);
        ask.IsAsking = false;
        ask.Waiter.Need = null;
        _tree.EndAskNeedsLock(ask.Waiter, outcome, check);
    }

    /// <summary>An ask that the ledger could not grant joins the line where it may wait; otherwise it is refused.</summary>
    private void JoinLineOrRefuseNeedsLock(WaiterNeed ask, BudgetCheck refusal)
    {
        if (refusal.Reason == BudgetRefusalReason.HeldElsewhere)
        {
            foreach (var shared in SharedOnPath(ask.Waiter.Budget.State))
                shared.Demand.Yield();
        }

        refusal = refusal.Because(WaitRules.ReasonOfAnswer(refusal.Reason, _isLearning));

        if (ask.Waiter.BlockedThread is not null || !ask.Waiter.Budget.MayWaitNeedsLock(refusal, hasAsked: true, out refusal))
        {
            EndAskNeedsLock(ask, ClaimOutcome.Refused, refusal);
            return;
        }

        _asks.Remove(ask.Place!);
        _tree.JoinNeedsLock(ask.Waiter);
        var (budget, amount, isHopeful) = (ask.Waiter.Budget, ask.Waiter.Amount, ask.Waiter.Claim.IsHopeful);
        WorkItems.Queue(() =>
        {
            budget.UpdateWaitAlarm(); // It waits by another deadline now.
            _tree.Telemetry.Waiting(budget, amount, isHopeful);
        });
    }

    /// <summary>Whether the path has no room for an amount, by what the ledger has answered within this time.</summary>
    private static bool IsKnownToLackNeedsLock(BudgetState from, in Money amount, TimeSpan fresh, long now)
    {
        foreach (var state in from.Path)
        {
            if (state.HasVisibleRoomFor(amount))
                continue;
            if (state.Slice is null)
                return true; // A budget of this process alone has no room, and the ledger cannot change that.
            if (SharedAt(state).HeardAt is { } heardAt && now - heardAt <= fresh.Ticks)
                return true;
        }

        return false;
    }

    private bool IsSilentNeedsLock(long now) => _unansweredSince is { } since && now - since >= _options.AskTimeout.Ticks;

    private void EndAllAsksNeedsLock()
    {
        foreach (var ask in _asks.ToList())
            OnAskOverdueNeedsLock(ask);
    }
}
