namespace BudgetEnforcement;

/// <content>What a meter holds and records.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>The next end of a period on the path, in ticks of UTC; <see cref="PeriodCalendar.Never"/> where there is none.</summary>
    /// <param name="inBackground">Whether the caller is a timer or a thread of our own, which tells nothing itself.</param>
    internal long NextPeriodEnd(bool inBackground)
    {
        long end;
        using (LockTree(inBackground))
        {
            end = _state.NextPeriodEnd();
        }

        return end;
    }

    /// <summary>What a meter has recorded and what it holds, of one instant.</summary>
    internal void ReadMetering(MeteredHold hold, out Money recorded, out Money held)
    {
        lock (_tree.Gate)
        {
            recorded = hold.RecordedNeedsLock;
            held = hold.ReservationNeedsLock!.MoneyNeedsLock;
        }
    }

    internal MeteredHold? TryStartMetering(in Money total, in Money next, long periodEnd, out BudgetCheck check)
    {
        var required = total + next;
        MeteredHold? hold = null;
        check = default;
        using (LockTree())
        {
#pragma warning disable CA2000 // It goes to the meter.
            var reservation = TryHoldNeedsLock(required);
#pragma warning restore CA2000
            if (reservation is null)
            {
                check = CheckNeedsLock(required.ToDecimal(roundUp: true), required);
            }
            else
            {
                hold = new MeteredHold(this) { ReservationNeedsLock = reservation };
                RecordMeteredNeedsLock(hold, total, next, periodEnd);
            }
        }

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
                    RecordMeteredNeedsLock(hold, total, next, periodEnd);
                }
                else
                {
                    var more = Money.SubtractToZero(cost + next, held);
                    check = CheckNeedsLock(more.ToDecimal(roundUp: true), more);
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
                if (end == MeteredHoldEnd.End)
                {
                    reservation.StateNeedsLock = ReservationState.Released;
                    _state.Free(Money.Zero);
                }
            }
        }
    }

    /// <summary>
    /// Records what a meter holds up to the end of a period in the period that ends, before the next begins. Those who wait must be served
    /// afterwards, when it has begun.
    /// </summary>
    internal void ChargeToEndingPeriodNeedsLock(MeteredHold hold)
    {
        var reservation = hold.ReservationNeedsLock!;
        if (reservation.StateNeedsLock == ReservationState.Open
            && CountMeteredNeedsLock(hold, hold.RecordedNeedsLock + reservation.MoneyNeedsLock, Money.Zero, PeriodCalendar.Never))
        {
            AnnounceCrossingsNeedsLock();
        }
    }

    private void RecordMeteredNeedsLock(MeteredHold hold, in Money total, in Money next, long periodEnd)
    {
        var isTriggered = CountMeteredNeedsLock(hold, total, next, periodEnd);
        _tree.ServeWaitersNeedsLock(_state);
        if (isTriggered)
            AnnounceCrossingsNeedsLock();
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

        var isTriggered = _state.Exchange(held, cost);
        _state.Hold(next);
        reservation.MoneyNeedsLock = next;
        hold.RecordedNeedsLock += cost;
        _tree.SetPeriodEndNeedsLock(hold, periodEnd);
        return isTriggered;
    }
}
