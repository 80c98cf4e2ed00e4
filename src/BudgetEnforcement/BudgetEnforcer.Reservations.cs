using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <content>What becomes of a reservation.</content>
public sealed partial class BudgetEnforcer
{
    internal decimal AmountOf(BudgetReservation reservation)
    {
        Money amount;
        lock (_tree.Gate)
            amount = reservation.MoneyNeedsLock;
        return amount.ToDecimal(roundUp: true);
    }

    internal void Commit(BudgetReservation reservation, decimal actualCost)
    {
        var cost = Money.From(actualCost);
        bool isLogged;
        using (LockTree())
            CommitNeedsLock(reservation, actualCost, cost, out isLogged);
        if (!isLogged)
            _tree.Telemetry.CostRecorded(this, actualCost);
    }

    internal void CommitAtAmount(BudgetReservation reservation)
    {
        decimal amount;
        bool isLogged;
        using (LockTree())
        {
            var cost = reservation.MoneyNeedsLock;
            amount = cost.ToDecimal(roundUp: true);
            CommitNeedsLock(reservation, amount, cost, out isLogged);
        }

        if (!isLogged)
            _tree.Telemetry.CostRecorded(this, amount);
    }

    internal bool TryRenew(BudgetReservation reservation, decimal actualCost, decimal nextAmount)
    {
        var cost = Money.From(actualCost);
        var next = Money.From(nextAmount);
        BudgetCheck refusal = default;
        bool isAdmitted, isLogged = false;
        using (LockTree())
        {
            if (reservation.StateNeedsLock != ReservationState.Open)
                throw new InvalidOperationException("The reservation has been committed or released already. Nothing was recorded.");

            var held = reservation.MoneyNeedsLock;
            isAdmitted = _state.AdmitsInstead(held, cost + next);
            if (isAdmitted)
            {
                if (cost > held)
                    CountOverageNeedsLock(cost, held);
                var isTriggered = _state.Exchange(held, cost);
                _state.Hold(next);
                reservation.MoneyNeedsLock = next;
                OnSpentNeedsLock(actualCost, isTriggered, out isLogged);
            }
            else
            {
                // What is missing is what the two need beyond what is held.
                var more = Money.SubtractToZero(cost + next, held);
                refusal = CheckNeedsLock(more.ToDecimal(roundUp: true), more);
            }
        }

        if (!isAdmitted)
            CountRefusal(refusal);
        else if (!isLogged)
            _tree.Telemetry.CostRecorded(this, actualCost);
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
            _tree.ServeWaitersNeedsLock(_state);
        }

        _tree.Telemetry.Released(this, amount);
    }

    /// <summary>Counts a cost in place of what is held, which after a release is nothing; the reservation has ended then.</summary>
    private void CommitNeedsLock(BudgetReservation reservation, decimal actualCost, in Money cost, out bool isLogged)
    {
        var state = reservation.StateNeedsLock;
        if (state == ReservationState.Committed)
            ThrowCommitted();

        var held = state == ReservationState.Open ? reservation.MoneyNeedsLock : Money.Zero;
        if (cost > held)
        {
            if (!_state.CanCount(cost, held)) // What is held is counted already, so less of it always can be.
                ThrowUncountable();
            CountOverageNeedsLock(cost, held);
        }

        reservation.StateNeedsLock = ReservationState.Committed;
        bool isTriggered;
        if (state == ReservationState.Open)
            isTriggered = _state.Exchange(held, cost);
        else
            _state.TryRecord(cost, out _, out isTriggered);
        OnSpentNeedsLock(actualCost, isTriggered, out isLogged);
    }

    private void CountOverageNeedsLock(in Money cost, in Money held)
    {
        _state.CountOverage(cost - held);
        if (_tree.IsLogging)
            LogOverageNeedsLock(cost, held);
    }

    // Of its own, for what a lambda captures is allocated where the method begins.
    private void LogOverageNeedsLock(Money cost, Money held) => LogNeedsLock(telemetry =>
        telemetry.OverageCommitted(this, cost.ToDecimal(roundUp: true), held.ToDecimal(roundUp: false), (cost - held).ToDecimal(roundUp: true)));

    [DoesNotReturn]
    private static void ThrowCommitted() =>
        throw new InvalidOperationException("The reservation has been committed already. Nothing was recorded.");
}
