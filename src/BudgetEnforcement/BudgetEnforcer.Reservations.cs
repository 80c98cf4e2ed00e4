using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

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
        var now = Now();
        Money held;
        bool isCountable;
        lock (_tree.Gate)
            isCountable = TryCommitNeedsLock(reservation, cost, now, out held);
        if (!isCountable)
            ThrowUncountable();
        TellSpentFor(actualCost, held, cost);
    }

    internal void CommitAtAmount(BudgetReservation reservation)
    {
        var now = Now();
        Money cost, held;
        bool isCountable;
        lock (_tree.Gate)
        {
            cost = reservation.MoneyNeedsLock;
            isCountable = TryCommitNeedsLock(reservation, cost, now, out held);
        }

        if (!isCountable)
            ThrowUncountable();
        if (cost > held || _tree.Logger.IsEnabled(LogLevel.Debug))
            TellSpentFor(cost.ToDecimal(roundUp: true), held, cost);
        else
            _tree.Tell();
    }

    internal bool TryRenew(BudgetReservation reservation, decimal actualCost, decimal nextAmount)
    {
        var cost = Money.From(actualCost);
        var next = Money.From(nextAmount);
        var now = Now();
        BudgetCheck refusal = default;
        Money held;
        bool isAdmitted;
        lock (_tree.Gate)
        {
            if (reservation.StateNeedsLock != ReservationState.Open)
                throw new InvalidOperationException("The reservation has been committed or released already. Nothing was recorded.");

            StartDuePeriodsNeedsLock(now);
            held = reservation.MoneyNeedsLock;
            isAdmitted = _state.AdmitsInstead(held, cost + next);
            if (isAdmitted)
            {
                if (cost > held)
                    _state.CountOverage(cost - held);
                var isTriggered = _state.Exchange(held, cost);
                _state.Hold(next);
                reservation.MoneyNeedsLock = next;
                _tree.ServeWaitersNeedsLock(_state);
                if (isTriggered)
                    AnnounceCrossingsNeedsLock();
            }
            else
            {
                // What is missing is what the two need beyond what is held.
                var more = Money.SubtractToZero(cost + next, held);
                refusal = CheckNeedsLock(more.ToDecimal(roundUp: true), more);
            }
        }

        if (isAdmitted)
        {
            TellSpentFor(actualCost, held, cost);
            return true;
        }

        TellRefused(refusal);
        return false;
    }

    internal void Release(BudgetReservation reservation)
    {
        var now = Now();
        Money amount;
        lock (_tree.Gate)
        {
            if (reservation.StateNeedsLock != ReservationState.Open)
                return;

            StartDuePeriodsNeedsLock(now);
            reservation.StateNeedsLock = ReservationState.Released;
            amount = reservation.MoneyNeedsLock;
            _state.Free(amount);
            _tree.ServeWaitersNeedsLock(_state);
        }

        if (_tree.Logger.IsEnabled(LogLevel.Debug))
            Log.Released(_tree.Logger, Name, amount.ToDecimal(roundUp: true), Currency);
        _tree.Tell();
    }

    /// <summary>Counts a cost in place of what is held, which after a release is nothing; the reservation has ended then.</summary>
    private bool TryCommitNeedsLock(BudgetReservation reservation, in Money cost, long now, out Money held)
    {
        var state = reservation.StateNeedsLock;
        if (state == ReservationState.Committed)
            ThrowCommitted();

        StartDuePeriodsNeedsLock(now);
        held = state == ReservationState.Open ? reservation.MoneyNeedsLock : Money.Zero;
        if (cost > held)
        {
            if (!_state.CanCount(cost, held)) // What is held is counted already, so less of it always can be.
                return false;
            _state.CountOverage(cost - held);
        }

        reservation.StateNeedsLock = ReservationState.Committed;
        if (state != ReservationState.Open)
        {
            _state.TryRecord(cost, out _, out var isTriggeredLate);
            FollowSpendNeedsLock(isTriggeredLate);
            return true;
        }

        var isTriggered = _state.Exchange(held, cost);
        _tree.ServeWaitersNeedsLock(_state);
        if (isTriggered)
            AnnounceCrossingsNeedsLock();
        return true;
    }

    [DoesNotReturn]
    private static void ThrowCommitted() =>
        throw new InvalidOperationException("The reservation has been committed already. Nothing was recorded.");

    private void TellSpentFor(decimal actualCost, in Money held, in Money cost)
    {
        if (cost > held)
            LogOverage(actualCost, held, cost);
        TellRecorded(actualCost);
    }

    private void LogOverage(decimal actualCost, in Money held, in Money cost) => Log.OverageCommitted(
        _tree.Logger, Name, actualCost, Currency, held.ToDecimal(roundUp: false), (cost - held).ToDecimal(roundUp: true));
}
