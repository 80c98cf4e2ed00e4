namespace BudgetEnforcement;

/// <content>Those who ask the ledger for what this process does not hold, and those who wait.</content>
internal sealed partial class LedgerExchange
{
    /// <summary>What was learnt this recently is not asked for again: others hold the room, which changes quickly.</summary>
    private TimeSpan Fresh => _options.Interval / 8;

    internal TimeSpan AskTimeout => _options.AskTimeout;

    /// <summary>Asks for an amount, unless it is known already what the answer would be.</summary>
    /// <param name="ask">The ask.</param>
    /// <param name="check">Why the amount is not admitted by what is held; where the ledger is not asked, why it is refused.</param>
    /// <param name="now">The time, as <see cref="Now"/> tells it.</param>
    /// <returns>Whether the ledger is asked; the outcome comes with its answer.</returns>
    internal bool TryAskNeedsLock(LedgerAsk ask, ref BudgetCheck check, long now)
    {
        if (check.Reason is BudgetRefusalReason.Closed or BudgetRefusalReason.WaitersAhead or BudgetRefusalReason.LedgerUnavailable)
            return false;
        if (IsKnownToLackNeedsLock(ask.Budget.State, ask.Money, check.Reason == BudgetRefusalReason.HeldElsewhere ? Fresh : _options.Interval, now))
            return false;
        if (IsSilentNeedsLock(now))
        {
            check = check.Because(BudgetRefusalReason.LedgerUnavailable);
            return false;
        }

        foreach (var state in ask.Budget.State.Path)
        {
            if (state.Slice is not null && !state.HasRoomFor(ask.Money))
                ((BudgetEnforcer)state.Owner!).Shared!.Demand.Asked(new LedgerAmount(ask.Money));
        }

        _asks.AddLast(ask);
        WakeNeedsLock();
        return true;
    }

    /// <summary>Gives up an ask that is not decided.</summary>
    /// <returns>Whether it was not decided.</returns>
    internal bool TryGiveUpNeedsLock(LedgerAsk ask)
    {
        if (ask.IsDecided)
            return false;
        RefuseNeedsLock(ask, ask.Budget.CheckNeedsLock(ask.Amount, ask.Money).Because(BudgetRefusalReason.LedgerUnavailable));
        return true;
    }

    /// <summary>Wants more for an operation that goes on, without waiting for it.</summary>
    internal void WantNeedsLock(BudgetState state, in Money amount)
    {
        if (IsKnownToLackNeedsLock(state, amount, _options.Interval, Now()))
            return;
        if (!_wants.TryGetValue(state, out var want))
            _wants.Add(state, want = new LedgerWant());
        if (!want.IsCurrent || want.Amount < amount)
            (want.Amount, want.IsCurrent) = (amount, true);
        WakeNeedsLock();
    }

    internal void OnWaitingNeedsLock(Waiter waiter)
    {
        waiter.LedgerClaim = new LedgerClaim(waiter);
        waiter.LedgerClaim.Place = _claims.AddLast(waiter.LedgerClaim);
        WakeNeedsLock();
    }

    internal void OnDecidedNeedsLock(Waiter waiter)
    {
        if (waiter.LedgerClaim is not { } claim)
            return;
        _claims.Remove(claim.Place!);
        waiter.LedgerClaim = null;
    }

    /// <summary>A cost has brought a shared budget to where the ledger is to hear of it before it is due.</summary>
    internal void OnSpendNeedsLock(BudgetState state)
    {
        if (state.HasUntoldRise || state.Slice!.IsDrawDue)
            WakeNeedsLock();
        if (_hasEnded)
            TellUnreportedNeedsLock(((BudgetEnforcer)state.Owner!).Shared!);
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
            if (((BudgetEnforcer)state.Owner!).Shared!.HeardAt is { } heardAt && now - heardAt <= fresh.Ticks)
                return true;
        }

        return false;
    }

    private bool IsSilentNeedsLock(long now) => _unansweredSince is { } since && now - since >= _options.AskTimeout.Ticks;

    private void GrantNeedsLock(LedgerAsk ask, in BudgetCheck check)
    {
        ask.Reservation = ask.Budget.HoldForLedgerNeedsLock(ask.Money);
        EndNeedsLock(ask, check);
    }

    private void RefuseNeedsLock(LedgerAsk ask, in BudgetCheck check) => EndNeedsLock(ask, check);

    private void EndNeedsLock(LedgerAsk ask, in BudgetCheck check)
    {
        ask.Check = check;
        ask.IsDecided = true;
        _asks.Remove(ask);
        ask.Decided.Set();
    }

    private void RefuseAsksNeedsLock()
    {
        foreach (var ask in _asks.ToList())
            TryGiveUpNeedsLock(ask);
    }
}
