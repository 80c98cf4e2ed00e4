namespace BudgetEnforcement;

/// <content>The holds and the costs of meters.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>The next end of a period on the path, in ticks of UTC; <see cref="PeriodCalendar.Never"/> where there is none.</summary>
    /// <param name="inBackground">Whether the caller is a timer or a thread of our own; then work items deliver the announcements.</param>
    internal long NextPeriodEnd(bool inBackground)
    {
        long end;
        using (LockTree(inBackground))
        {
            end = _state.NextPeriodEnd();
        }

        return end;
    }

    /// <summary>Reads the cost that a meter has recorded and the amount that it holds, at one instant.</summary>
    internal void ReadMetering(MeteredHold hold, out Money recorded, out Money held)
    {
        using (_tree.Gate.EnterScope())
        {
            recorded = hold.RecordedNeedsLock;
            held = hold.ReservationNeedsLock!.MoneyNeedsLock;
        }
    }

    internal MeteredHold? TryStartMetering(in Money total, in Money next, long periodEnd, out BudgetCheck check)
    {
#pragma warning disable CA2000 // The meter owns the reservation.
        var required = total + next;
        check = default;
        MeteredHold? hold;
        using (LockTree())
        {
            hold = TryHoldNeedsLock(required) is { } reservation ? StartMeteringNeedsLock(reservation, total, next, periodEnd) : null;
            if (hold is null)
                check = CheckNeedsLock(required.ToDecimal(roundUp: true), required);
        }

        if (hold is null && _tree.Ledger is not null && AskLedger(required.ToDecimal(roundUp: true), required, ref check) is { } asked)
        {
            using (LockTree())
                hold = StartMeteringNeedsLock(asked, total, next, periodEnd);
        }

#pragma warning restore CA2000
        if (hold is null)
            CountRefusal(check);
        return hold;
    }

    internal bool TryRenewMetering(MeteredHold hold, in Money total, in Money next, long periodEnd, bool inBackground, out BudgetCheck check, long order)
    {
        var isAdmitted = true;
        check = default;
        using (LockTree(inBackground))
        {
            var reservation = hold.ReservationNeedsLock!;
            if (reservation.StateNeedsLock == ReservationState.Open)
            {
                var held = reservation.MoneyNeedsLock;
                var cost = Money.SubtractToZero(total, hold.RecordedNeedsLock);
                var isOvertaken = order < hold.OrderNeedsLock;
                hold.OrderNeedsLock = Math.Max(order, hold.OrderNeedsLock);
                isAdmitted = isOvertaken || _state.AdmitsInstead(held, cost + next);
                if (isOvertaken)
                {
                    RecordMeteredNeedsLock(hold, total, Money.SubtractToZero(held, cost), hold.PeriodEndNeedsLock);
                }
                else if (isAdmitted)
                {
                    if (held.IsZero)
                        HoldForResumptionNeedsLock(reservation, cost);
                    RecordMeteredNeedsLock(hold, total, next, periodEnd);
                    _tree.Ledger?.RequestNoMoreNeedsLock(reservation);
                }
                else
                {
                    // The meter tries again soon, so the refusal is not counted. More is due then: an eighth of a slice is enough for two of these times.
                    var more = Money.SubtractToZero(cost + next, held);
                    check = RefuseRenewalNeedsLock(reservation, more, Money.AddSaturating(more, next.Half().Half().Half()), hold.RetryTime);
                }
            }
        }

        return isAdmitted;
    }

    internal void ChargeMetering(MeteredHold hold, in Money total, MeteredHoldEnd end, bool inBackground, long order)
    {
        using (LockTree(inBackground))
        {
            if (end == MeteredHoldEnd.Pause && order < hold.OrderNeedsLock)
                end = MeteredHoldEnd.None;
            hold.OrderNeedsLock = Math.Max(order, hold.OrderNeedsLock);
            var reservation = hold.ReservationNeedsLock!;
            if (reservation.StateNeedsLock == ReservationState.Open)
            {
                var cost = Money.SubtractToZero(total, hold.RecordedNeedsLock);
                var left = end == MeteredHoldEnd.None ? Money.SubtractToZero(reservation.MoneyNeedsLock, cost) : Money.Zero;
                RecordMeteredNeedsLock(hold, total, left, end == MeteredHoldEnd.None ? hold.PeriodEndNeedsLock : PeriodCalendar.Never);
                if (end != MeteredHoldEnd.None)
                    _tree.Ledger?.RequestNoMoreNeedsLock(reservation);
                if (end == MeteredHoldEnd.End)
                {
                    reservation.StateNeedsLock = ReservationState.Released;
                    _state.Free(Money.Zero);
                }
            }
        }
    }

    /// <summary>
    /// Records what a meter holds up to the end of a period in the ending period, before the next one begins. The caller must serve the
    /// waiters once it has begun.
    /// </summary>
    internal void ChargeToEndingPeriodNeedsLock(MeteredHold hold)
    {
        var reservation = hold.ReservationNeedsLock!;
        if (reservation.StateNeedsLock == ReservationState.Open
            && CountMeteredNeedsLock(hold, hold.RecordedNeedsLock + reservation.MoneyNeedsLock, Money.Zero, PeriodCalendar.Never))
        {
            HandleCrossingsNeedsLock();
        }
    }

    /// <summary>
    /// Holds the cost that a resumed meter owes at once, such as a first increment. It was just admitted, so it is no overage, although a paused
    /// meter held nothing for it.
    /// </summary>
    private void HoldForResumptionNeedsLock(BudgetReservation reservation, in Money cost)
    {
        _state.Commit(Money.Zero, Money.Zero);
        _state.Hold(cost);
        reservation.MoneyNeedsLock = cost;
    }

    private MeteredHold StartMeteringNeedsLock(BudgetReservation reservation, in Money total, in Money next, long periodEnd)
    {
        var hold = new MeteredHold(this) { ReservationNeedsLock = reservation };
        RecordMeteredNeedsLock(hold, total, next, periodEnd);
        return hold;
    }

    private void RecordMeteredNeedsLock(MeteredHold hold, in Money total, in Money next, long periodEnd)
    {
        var isTriggered = CountMeteredNeedsLock(hold, total, next, periodEnd);
        _tree.ServeWaitersOnPathNeedsLock(_state);
        if (isTriggered)
            HandleCrossingsNeedsLock();
    }

    private bool CountMeteredNeedsLock(MeteredHold hold, in Money total, in Money next, long periodEnd)
    {
        var reservation = hold.ReservationNeedsLock!;
        var held = reservation.MoneyNeedsLock;
        var cost = Money.SubtractToZero(total, hold.RecordedNeedsLock);
        if (cost > held)
        {
            if (!_state.CanCount(cost, held))
                ThrowUncountable();
            _state.CountOverage(cost - held);
        }

        var isTriggered = _state.Commit(held, cost);
        _state.Hold(next);
        reservation.MoneyNeedsLock = next;
        hold.RecordedNeedsLock += cost;
        _tree.SetPeriodEndNeedsLock(hold, periodEnd);
        return isTriggered;
    }
}
