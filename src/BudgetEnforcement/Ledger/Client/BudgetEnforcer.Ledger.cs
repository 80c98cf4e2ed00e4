#pragma warning disable CA2000 // Every reservation made here goes to the caller.

namespace BudgetEnforcement;

/// <content>A budget that is shared by a ledger, or stands under one that is.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>The ledger that shares this budget; <see langword="null"/> where it is one of this process alone, also under a shared one.</summary>
    public BudgetLedger? Ledger => Shared?.Ledger;

    /// <summary>Its place in a ledger; null where it has none.</summary>
    internal SharedBudget? Shared => _extras?.Shared;

    /// <summary>Makes a budget of a ledger, without metrics, because another thread may make it too and only one is kept.</summary>
    internal static BudgetEnforcer CreateShared(SharedBudget shared, BudgetOptions options, IReadOnlyList<BudgetEnforcer> parents, BudgetTree tree) =>
        new(ValidCopy(options, parents.Count > 0 ? parents[0].Currency : null), [.. parents], tree, isPublished: false, shared);

    /// <summary>Announces the marks that the spend of all has reached since the last answer.</summary>
    /// <param name="counted">The spend of all that the ledger has counted.</param>
    /// <param name="rise">The marks that this process is the first to have reached, and announces for all.</param>
    internal void AnnounceLedgerRiseNeedsLock(in Money counted, IReadOnlyList<BudgetMark> rise)
    {
        CancelIfExceededNeedsLock();
        var isRisen = _state.AcknowledgeRise(counted, out var from, out var to);
        if (!isRisen && rise.Count == 0)
            return;
        var report = ReportNeedsLock();
        var announced = new HashSet<decimal?>();
        for (var rank = from + 1; rank <= to; rank++)
        {
            if (_state.MarkAt(rank, _thresholds) is not { } mark)
                continue;
            announced.Add(mark.Threshold);
            AnnounceNeedsLock(new CrossingAnnouncement(mark, report, logCause: null, isAnnouncer: rise.Any(own => own.Threshold == mark.Threshold)));
        }

        // What this process announces for all is logged even where it knew of it before.
        foreach (var mark in rise.Where(mark => !announced.Contains(mark.Threshold)))
            AnnounceNeedsLock(new LogAnnouncement(telemetry => telemetry.Crossed(this, mark, report)));
    }

    /// <summary>
    /// Cancels the tokens of an exceeded budget, also where the crossing was announced before: a token may have been read since, while this process
    /// did not know of the spend of others.
    /// </summary>
    internal void CancelIfExceededNeedsLock()
    {
        if (_state.IsExceeded)
            CancelTokensNeedsLock([this]);
    }

    /// <summary>Asks the ledger for what is not held here, and blocks until it answers.</summary>
    /// <param name="amount">The amount, which what is held does not admit.</param>
    /// <param name="money">The same amount.</param>
    /// <param name="check">Why it is not admitted by what is held; then the outcome with its numbers.</param>
    /// <returns>What was granted; null where it is refused.</returns>
    private BudgetReservation? AskLedger(decimal amount, in Money money, ref BudgetCheck check)
    {
        var ledger = _tree.Ledger!;
        var now = ledger.Now();
        Waiter? waiter = null;
        BudgetReservation? reservation;
        using (LockTree())
        {
            reservation = TryHoldNeedsLock(amount, money, out var verdict);
            check = new BudgetCheck(verdict);
            if (reservation is null && ledger.IsToAskNeedsLock(_state, money, check, now, out check))
                _tree.AskNeedsLock(waiter = new Waiter(this, amount, money, CancellationToken.None) { BlockedThread = new ManualResetEventSlim() });
        }

        if (waiter is null)
            return reservation;
        try
        {
            if (!waiter.BlockedThread!.Wait(ledger.AskTimeout))
                EndOverdueAsk(waiter);
        }
        catch
        {
            // The thread was interrupted. What was granted to it meanwhile would be held for ever.
            if (!EndWait(waiter, ClaimOutcome.Cancelled))
                waiter.Reservation?.Release();
            throw;
        }

        check = waiter.Check;
        return waiter.Reservation;
    }

    private void EndOverdueAsk(Waiter waiter)
    {
        using (LockTree(inBackground: true))
        {
            if (waiter.Need is { IsAsking: true } ask)
                _tree.Ledger!.OnAskOverdueNeedsLock(ask);
        }
    }

    /// <summary>
    /// Asks the ledger without blocking, unless the answer is known already. Where the ledger has nothing to give, the caller waits in the line, if it may.
    /// </summary>
    private ValueTask<BudgetReservation> AskLedgerOrWait(decimal amount, in Money money, CancellationToken cancellationToken)
    {
        var ledger = _tree.Ledger!;
        var now = ledger.Now();
        var endOfWait = DeadlineOfWait();
        var endOfAsk = WaitDeadline.After(ledger.AskTimeout, _tree.Clock);
        Waiter? waiter = null;
        BudgetReservation? reservation;
        BudgetCheck check;
        using (LockTree())
        {
            reservation = TryHoldNeedsLock(amount, money, out var verdict);
            check = new BudgetCheck(verdict);
            if (reservation is null && ledger.IsToAskNeedsLock(_state, money, check, now, out check))
            {
                var (waitsUntil, asksUntil) = (endOfWait.TimestampOrThrow(), endOfAsk.TimestampOrThrow());
                waiter = new Waiter(this, amount, money, cancellationToken) { Deadline = waitsUntil < asksUntil ? waitsUntil : asksUntil, WaitsUntil = waitsUntil };
                _tree.AskNeedsLock(waiter);
            }
        }

        if (waiter is not null)
            return WatchAsync(waiter);
        if (reservation is not null)
        {
            _tree.Telemetry.Reserved(this, amount);
            return new ValueTask<BudgetReservation>(reservation);
        }

        // The ledger is not asked. The caller may wait in the line all the same. Where no caller may, a silent ledger is the reason, and not the room
        // that it might have.
        if (check.Reason != BudgetRefusalReason.LedgerUnavailable || Volatile.Read(ref _extras) is { MaxWaiters: > 0 })
            return ReserveOrWait(amount, money, cancellationToken);
        CountRefusal(check);
        return ValueTask.FromException<BudgetReservation>(new BudgetExceededException(check));
    }

    /// <summary>Cancels the tokens of a shared budget that is exceeded now, and wakes the exchange where the ledger must hear of the spend soon.</summary>
    private void OnSharedSpendNeedsLock(BudgetState state)
    {
        ((BudgetEnforcer)state.Owner!).CancelIfExceededNeedsLock();
        _tree.Ledger!.OnSpendNeedsLock(state);
    }
}
