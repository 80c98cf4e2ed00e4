using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <content>The commit, renewal and release of reservations.</content>
public sealed partial class BudgetEnforcer
{
    internal decimal AmountOf(BudgetReservation reservation)
    {
        Money amount;
        using (_tree.Gate.EnterScope())
            amount = reservation.MoneyNeedsLock;
        return amount.ToDecimal(roundUp: true);
    }

    internal void Commit(BudgetReservation reservation, decimal actualCost)
    {
        var cost = Money.From(actualCost);
        Money held;
        bool isLogged;
        using (LockTree())
            held = CommitNeedsLock(reservation, actualCost, cost, out isLogged);
        if (!isLogged)
            _tree.Telemetry.Committed(this, actualCost, cost, held);
    }

    internal void CommitAtAmount(BudgetReservation reservation)
    {
        decimal amount;
        Money cost, held;
        bool isLogged;
        using (LockTree())
        {
            cost = reservation.MoneyNeedsLock;
            amount = cost.ToDecimal(roundUp: true);
            held = CommitNeedsLock(reservation, amount, cost, out isLogged);
        }

        if (!isLogged)
            _tree.Telemetry.Committed(this, amount, cost, held);
    }

    internal bool TryRenew(BudgetReservation reservation, decimal actualCost, decimal nextAmount)
    {
        var cost = Money.From(actualCost);
        var next = Money.From(nextAmount);
        BudgetCheck refusal = default;
        Money held;
        bool isAdmitted, isLogged = false;
        using (LockTree())
        {
            if (reservation.StateNeedsLock != ReservationState.Open)
                throw new InvalidOperationException("The reservation has been committed or released already. Nothing was recorded.");

            held = reservation.MoneyNeedsLock;
            isAdmitted = _state.AdmitsInstead(held, cost + next);
            if (isAdmitted)
            {
                if (cost > held)
                    _state.CountOverage(cost - held);
                var isTriggered = _state.Commit(held, cost);
                _state.Hold(next);
                reservation.MoneyNeedsLock = next;
                _tree.Ledger?.RequestNoMoreNeedsLock(reservation);
                OnSpentNeedsLock(actualCost, isTriggered, out isLogged, cost, held);
            }
            else
            {
                // The missing amount is what both need beyond what is held.
                var more = Money.SubtractToZero(cost + next, held);
                refusal = RefuseRenewalNeedsLock(reservation, more, more, retryTime: TimeSpan.Zero);
            }
        }

        if (!isAdmitted)
            CountRefusal(refusal);
        else if (!isLogged)
            _tree.Telemetry.Committed(this, actualCost, cost, held);
        return isAdmitted;
    }

    internal void Release(BudgetReservation reservation)
    {
        Money amount;
        using (LockTree())
        {
            if (reservation.StateNeedsLock != ReservationState.Open)
                return;

            reservation.StateNeedsLock = ReservationState.Released;
            amount = reservation.MoneyNeedsLock;
            _state.Free(amount);
            _tree.Ledger?.RequestNoMoreNeedsLock(reservation);
            _tree.ServeWaitersOnPathNeedsLock(_state);
        }

        _tree.Telemetry.Released(this, amount);
    }

    /// <summary>Explains why a renewal is refused, and tells the ledger, if there is one, what to have at hand for the next try.</summary>
    /// <param name="reservation">What is not renewed.</param>
    /// <param name="lacking">The amount beyond what is held.</param>
    /// <param name="wanted">The amount that will be lacking at the next try.</param>
    /// <param name="retryTime">When it tries again, if it does so by itself.</param>
    private BudgetCheck RefuseRenewalNeedsLock(BudgetReservation reservation, in Money lacking, in Money wanted, TimeSpan retryTime)
    {
        _tree.Ledger?.RequestMoreNeedsLock(reservation, _state, wanted, retryTime);
        var refusal = CheckNeedsLock(lacking.ToDecimal(roundUp: true), lacking);
        return refusal.Because(WaitRules.OrHeldElsewhere(refusal.Reason)); // The ledger may have it, but a renewal does not wait for the answer.
    }

    /// <summary>Counts a cost in place of the held amount, which is 0 after a release, and ends the reservation.</summary>
    /// <returns>What was held.</returns>
    private Money CommitNeedsLock(BudgetReservation reservation, decimal actualCost, in Money cost, out bool isLogged)
    {
        var state = reservation.StateNeedsLock;
        if (state == ReservationState.Committed)
            ThrowCommitted();

        var held = state == ReservationState.Open ? reservation.MoneyNeedsLock : Money.Zero;
        if (cost > held)
        {
            if (!_state.CanCount(cost, held)) // A cost up to the held amount always can be counted, because that amount is counted already.
                ThrowUncountable();
            _state.CountOverage(cost - held);
        }

        reservation.StateNeedsLock = ReservationState.Committed;
        _tree.Ledger?.RequestNoMoreNeedsLock(reservation);
        bool isTriggered;
        if (state == ReservationState.Open)
            isTriggered = _state.Commit(held, cost);
        else
            _state.TryRecord(cost, out _, out isTriggered);
        OnSpentNeedsLock(actualCost, isTriggered, out isLogged, cost, held);
        return held;
    }

    [DoesNotReturn]
    private static void ThrowCommitted() =>
        throw new InvalidOperationException("The reservation has been committed already. Nothing was recorded.");
}
