#pragma warning disable CA2000 // Every reservation made here goes to the caller.

namespace BudgetEnforcement;

/// <content>A budget that is shared by a ledger, or stands under one that is.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>Its place in a ledger; null where it has none.</summary>
    internal SharedBudget? Shared => _extras?.Shared;

    /// <summary>Makes a budget of a ledger, without metrics, because another thread may make it too and only one is kept.</summary>
    internal static BudgetEnforcer CreateShared(SharedBudget shared, BudgetOptions options, IReadOnlyList<BudgetEnforcer> parents, BudgetTree tree) =>
        new(ValidCopy(options, parents.Count > 0 ? parents[0].Currency : null), [.. parents], tree, isPublished: false, shared);

    /// <summary>Takes over the thresholds of the ledger. Those that the present spend has reached count as announced.</summary>
    internal void UseThresholdsNeedsLock(BudgetThresholds thresholds) => SetThresholdsNeedsLock(thresholds);

    internal BudgetReservation HoldForLedgerNeedsLock(in Money money) => HoldNeedsLock(money);

    /// <summary>Announces the marks that the spend of all has reached since the last answer.</summary>
    /// <param name="rise">The marks that this process is the first to have reached, and announces for all.</param>
    internal void AnnounceLedgerRiseNeedsLock(IReadOnlyList<BudgetMark> rise)
    {
        var isRisen = _state.AcknowledgeRise(out var from, out var to);
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
        if (report.IsExceeded)
            CancelTokensNeedsLock([this]);
    }

    /// <summary>Asks the ledger for what is not held here, and blocks until it answers.</summary>
    /// <param name="amount">The amount, which what is held does not admit.</param>
    /// <param name="money">The same amount.</param>
    /// <param name="check">Why it is not admitted by what is held; then the outcome with its numbers.</param>
    /// <returns>What was granted; null where it is refused.</returns>
    private BudgetReservation? AskLedger(decimal amount, in Money money, ref BudgetCheck check)
    {
        if (BeginToAskLedger(amount, money, isBlocking: true, ref check, out var reservation) is not { } ask)
            return reservation;
        if (!ask.Decided.Wait(_tree.Ledger!.AskTimeout))
            GiveUp(ask);
        check = ask.Check;
        return ask.Reservation;
    }

    /// <summary>Asks the ledger without blocking; where it has nothing to give now, waits for it like for room.</summary>
    private async ValueTask<BudgetReservation> ReserveFromLedgerAsync(decimal amount, Money money, CancellationToken cancellationToken)
    {
        BudgetCheck check = default;
        if (BeginToAskLedger(amount, money, isBlocking: false, ref check, out var reservation) is { } ask)
        {
            try
            {
                await ask.Decided.Task.WaitAsync(_tree.Ledger!.AskTimeout, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
            {
                GiveUp(ask);
            }

            (reservation, check) = (ask.Reservation, ask.Check);
        }

        if (reservation is not null)
        {
            _tree.Telemetry.Reserved(this, amount);
            return reservation;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (check.Reason != BudgetRefusalReason.LedgerUnavailable || Volatile.Read(ref _extras) is { MaxWaiters: > 0 })
            return await ReserveOrWait(amount, money, cancellationToken).ConfigureAwait(false);
        CountRefusal(check);
        throw new BudgetExceededException(check);
    }

    private LedgerAsk? BeginToAskLedger(decimal amount, in Money money, bool isBlocking, ref BudgetCheck check, out BudgetReservation? reservation)
    {
        var ledger = _tree.Ledger!;
        var ask = new LedgerAsk(this, amount, money, isBlocking);
        var now = ledger.Now();
        using (LockTree())
        {
            JudgeNeedsLock(amount, money, out var verdict);
            check = new BudgetCheck(verdict);
            reservation = _state.Admits(money) ? HoldNeedsLock(money) : null;
            return reservation is null && ledger.TryAskNeedsLock(ask, ref check, now) ? ask : null;
        }
    }

    private void GiveUp(LedgerAsk ask)
    {
        using (LockTree())
            _tree.Ledger!.TryGiveUpNeedsLock(ask);
    }

    /// <summary>Stops what must not go on at once, and lets the ledger hear of the rest.</summary>
    private void OnSharedSpendNeedsLock(BudgetState state)
    {
        if (state.IsExceeded)
            CancelTokensNeedsLock([(BudgetEnforcer)state.Owner!]);
        _tree.Ledger!.OnSpendNeedsLock(state);
    }
}
