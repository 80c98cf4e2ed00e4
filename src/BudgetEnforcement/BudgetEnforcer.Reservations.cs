namespace BudgetEnforcement;

/// <content>What becomes of a reservation.</content>
public sealed partial class BudgetEnforcer
{
    internal decimal AmountOf(BudgetReservation reservation)
    {
        lock (_tree.Gate)
            return reservation.AmountNeedsLock;
    }

    /// <param name="reservation">A reservation of this budget.</param>
    /// <param name="actualCost">What it really cost; null for what is held.</param>
    internal void Commit(BudgetReservation reservation, decimal? actualCost)
    {
        var cost = Money.From(actualCost ?? 0m, nameof(actualCost));
        var now = Now();
        decimal recorded;
        Money held;
        bool isCountable;
        lock (_tree.Gate)
        {
            if (reservation.StateNeedsLock == ReservationState.Committed)
                throw new InvalidOperationException("The reservation has been committed already. Nothing was recorded.");

            EnterNeedsLock(now);
            var amount = Money.From(reservation.AmountNeedsLock);
            recorded = actualCost ?? reservation.AmountNeedsLock;
            if (actualCost is null)
                cost = amount;
            var isOpen = reservation.StateNeedsLock == ReservationState.Open;
            held = isOpen ? amount : Money.Zero;
            isCountable = _state.CanCount(cost, held);
            if (isCountable)
            {
                reservation.StateNeedsLock = ReservationState.Committed;
                if (cost > held)
                    _state.CountOverage(cost - held);
                if (isOpen)
                    ExchangeNeedsLock(held, cost);
                else
                    SpendNeedsLock(cost);
            }
        }

        if (!isCountable)
            ThrowUncountable();
        TellSpentFor(recorded, held, cost);
    }

    internal bool TryRenew(BudgetReservation reservation, decimal actualCost, decimal nextAmount)
    {
        var cost = Money.From(actualCost);
        var next = Money.From(nextAmount);
        var now = Now();
        BudgetCheck refusal = default;
        Money held;
        bool isAdmitted, isFirst = false;
        lock (_tree.Gate)
        {
            if (reservation.StateNeedsLock != ReservationState.Open)
                throw new InvalidOperationException("The reservation has been committed or released already. Nothing was recorded.");

            EnterNeedsLock(now);
            held = Money.From(reservation.AmountNeedsLock);
            _tree.BeforeAdmissionNeedsLock();
            isAdmitted = _state.AdmitsInstead(held, cost + next);
            if (isAdmitted)
            {
                _refusedLast = false;
                if (cost > held)
                    _state.CountOverage(cost - held);
                var isTriggered = _state.Exchange(held, cost);
                _state.Hold(next);
                reservation.AmountNeedsLock = nextAmount;
                _tree.RoomChangedNeedsLock(hasMore: cost + next < held);
                if (isTriggered)
                    SettleNeedsLock();
            }
            else
            {
                // What is missing is what the two need beyond what is held.
                var more = Money.SubtractToZero(cost + next, held);
                refusal = CheckNeedsLock(more.ToDecimal(roundUp: true), more);
                isFirst = NoteRefusalNeedsLock();
            }
        }

        if (isAdmitted)
        {
            TellSpentFor(actualCost, held, cost);
            return true;
        }

        TellRefused(refusal, isFirst);
        _tree.Tell();
        return false;
    }

    internal void Release(BudgetReservation reservation)
    {
        decimal amount;
        lock (_tree.Gate)
        {
            if (reservation.StateNeedsLock != ReservationState.Open)
                return;
            reservation.StateNeedsLock = ReservationState.Released;
            amount = reservation.AmountNeedsLock;
            _state.Free(Money.From(amount));
            _tree.RoomWasMadeNeedsLock();
        }

        Log.Released(_tree.Logger, Name, amount, Currency);
        _tree.Tell();
    }

    private void ExchangeNeedsLock(in Money held, in Money cost)
    {
        var isTriggered = _state.Exchange(held, cost);
        _tree.RoomChangedNeedsLock(hasMore: cost < held);
        if (isTriggered)
            SettleNeedsLock();
    }

    private void TellSpentFor(decimal actualCost, in Money held, in Money cost)
    {
        if (cost > held)
        {
            Log.OverageCommitted(
                _tree.Logger, Name, actualCost, Currency, held.ToDecimal(roundUp: false), (cost - held).ToDecimal(roundUp: true));
        }

        TellRecorded(actualCost);
    }
}
