using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>Asking, taking, recording: the operations that count money.</content>
public sealed partial class BudgetEnforcer
{
    private bool _refusedLast;

    /// <summary>
    /// Tells, without taking anything, whether an amount would fit on this budget and every ancestor now, what would still fit, which budget
    /// decides, and why.
    /// </summary>
    /// <param name="requiredAmount">The amount; 0 or more. Open reservations count, and a total of exactly the limit fits.</param>
    /// <returns>The answer, with its numbers of one instant.</returns>
    /// <remarks>
    /// The answer is advisory: between it and a later <see cref="AddCost"/> another thread may spend. To be sure, take the amount with
    /// <see cref="TryReserve"/> or <see cref="TryAddCost"/>. The first refusal after an admission is logged as a warning, those that follow at debug level.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="requiredAmount"/> is negative.</exception>
    public BudgetCheck CheckBudgetAvailable(decimal requiredAmount)
    {
        var required = Money.From(requiredAmount);
        BudgetCheck check;
        var isFirst = false;
        lock (_tree.Gate)
        {
            check = CheckNeedsLock(requiredAmount, required);
            if (check.IsAvailable)
                _refusedLast = false;
            else
                isFirst = NoteRefusalNeedsLock();
        }

        if (!check.IsAvailable)
            TellRefused(check, isFirst);
        return check;
    }

    /// <summary>Records a cost that has been incurred, on this budget and every ancestor. It never refuses: the money is already gone.</summary>
    /// <param name="amount">The cost; 0 or more.</param>
    /// <returns>The worst status of the path up to the root after it; <see cref="BudgetStatus.Exceeded"/> means: stop.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    /// <exception cref="OverflowException">A total would pass 192 bits of 10⁻²⁸ units. Nothing was recorded.</exception>
    public BudgetStatus AddCost(decimal amount)
    {
        var cost = Money.From(amount);
        var isDetailed = _tree.Logger.IsEnabled(LogLevel.Debug);
        BudgetReport report = default;
        BudgetStatus status;
        bool isTriggered;
        lock (_tree.Gate)
        {
            _state.EnsureCountable(cost);
            isTriggered = SpendNeedsLock(cost);
            status = _state.PathStatus;
            if (isDetailed)
                report = ReportNeedsLock();
        }

        if (isDetailed)
            TellRecorded(amount, report);
        if (isTriggered)
            _tree.Announcements.Tell();
        return status;
    }

    /// <summary>Records a cost if it fits on this budget and every ancestor, all or nothing, at one instant.</summary>
    /// <param name="amount">The cost; 0 or more. Open reservations count, and a total of exactly the limit fits.</param>
    /// <returns>Whether it was recorded.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public bool TryAddCost(decimal amount)
    {
        var cost = Money.From(amount);
        var isDetailed = _tree.Logger.IsEnabled(LogLevel.Debug);
        BudgetReport report = default;
        BudgetCheck refusal = default;
        bool isAdmitted, isTriggered = false, isFirst = false;
        lock (_tree.Gate)
        {
            isAdmitted = _state.Fits(cost);
            if (isAdmitted)
            {
                _refusedLast = false;
                isTriggered = SpendNeedsLock(cost);
                if (isDetailed)
                    report = ReportNeedsLock();
            }
            else
            {
                refusal = CheckNeedsLock(amount, cost);
                isFirst = NoteRefusalNeedsLock();
            }
        }

        if (!isAdmitted)
            TellRefused(refusal, isFirst);
        else if (isDetailed)
            TellRecorded(amount, report);
        if (isTriggered)
            _tree.Announcements.Tell();
        return isAdmitted;
    }

    /// <summary>Holds an amount for an operation whose real cost is not known yet, if it fits on this budget and every ancestor, all or nothing, at one instant.</summary>
    /// <param name="amount">The most that the operation may cost; 0 or more. A total of exactly the limit fits.</param>
    /// <param name="reservation">
    /// What was held: commit it with the real cost, or release it, or dispose of it. One that is simply dropped stays held.
    /// </param>
    /// <returns>Whether it was held.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public bool TryReserve(decimal amount, [NotNullWhen(true)] out BudgetReservation? reservation)
    {
        reservation = Hold(amount, out _);
        return reservation is not null;
    }

    /// <summary>Holds an amount as <see cref="TryReserve"/> does, or throws.</summary>
    /// <param name="amount">The most that the operation may cost; 0 or more. A total of exactly the limit fits.</param>
    /// <returns>What was held: commit it with the real cost, or release it, or dispose of it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    /// <exception cref="BudgetExceededException">
    /// It does not fit on this budget or one above it; <see cref="BudgetExceededException.Check"/> has the numbers. Nothing was held.
    /// </exception>
    public BudgetReservation Reserve(decimal amount) =>
        Hold(amount, out var refusal) ?? throw new BudgetExceededException(refusal);

    /// <summary>Takes back a cost that was recorded, on this budget and every ancestor: the provider gave the money back.</summary>
    /// <param name="amount">What was given back; 0 or more, and at most what this budget and each one above it has spent since its last reset.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="amount"/> is negative, or more than a budget of the path has spent. Nothing was taken back.
    /// </exception>
    public void Refund(decimal amount)
    {
        var cost = Money.From(amount);
        BudgetReport report;
        bool isCovered;
        lock (_tree.Gate)
        {
            isCovered = _state.CanTakeBack(cost);
            if (isCovered)
            {
                _state.TakeBack(cost);
                SettleNeedsLock();
            }

            report = ReportNeedsLock();
        }

        if (!isCovered)
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "A refund must not be more than what this budget and each one above it has spent.");
        Log.Refunded(_tree.Logger, Name, amount, Currency, report.Spent, report.Limit);
    }

    internal void Commit(BudgetReservation reservation, decimal actualCost)
    {
        var cost = Money.From(actualCost);
        var reserved = Money.From(reservation.Amount);
        var isDetailed = _tree.Logger.IsEnabled(LogLevel.Debug);
        BudgetReport report = default;
        Money held;
        bool isTriggered;
        lock (_tree.Gate)
        {
            if (reservation.State == ReservationState.Committed)
                throw new InvalidOperationException("The reservation has been committed already. Nothing was recorded.");

            var isOpen = reservation.State == ReservationState.Open;
            held = isOpen ? reserved : Money.Zero;
            _state.EnsureCountable(cost, held);
            if (isOpen)
                _state.Free(held);
            reservation.State = ReservationState.Committed;
            isTriggered = SpendNeedsLock(cost);
            if (isDetailed)
                report = ReportNeedsLock();
        }

        if (isDetailed)
            TellRecorded(actualCost, report);
        if (cost > held)
            TellOverage(actualCost, held, cost - held);
        if (isTriggered)
            _tree.Announcements.Tell();
    }

    internal void Release(BudgetReservation reservation)
    {
        var reserved = Money.From(reservation.Amount);
        lock (_tree.Gate)
        {
            if (reservation.State != ReservationState.Open)
                return;
            reservation.State = ReservationState.Released;
            _state.Free(reserved);
        }

        Log.Released(_tree.Logger, Name, reservation.Amount, Currency);
    }

    private BudgetReservation? Hold(decimal amount, out BudgetCheck refusal)
    {
        var money = Money.From(amount);
        BudgetReservation? reservation = null;
        var isFirst = false;
        refusal = default;
        lock (_tree.Gate)
        {
            if (_state.Fits(money))
            {
                // Made first: nothing may fail between holding and handing out.
                reservation = new BudgetReservation(this, amount);
                _refusedLast = false;
                _state.Hold(money);
            }
            else
            {
                refusal = CheckNeedsLock(amount, money);
                isFirst = NoteRefusalNeedsLock();
            }
        }

        if (reservation is null)
            TellRefused(refusal, isFirst);
        else
            Log.Reserved(_tree.Logger, Name, amount, Currency);
        return reservation;
    }

    private BudgetCheck CheckNeedsLock(decimal amount, in Money required)
    {
        var tightest = _state.Tightest();
        var budget = this;
        while (budget._state != tightest)
            budget = budget.Parent!;
        return new BudgetCheck(
            budget._givenName, Currency, amount, _state.PathStatusWith(required), tightest.Limit, tightest.Spent, tightest.Reserved);
    }

    private bool NoteRefusalNeedsLock()
    {
        var isFirst = !_refusedLast;
        _refusedLast = true;
        return isFirst;
    }

    private bool SpendNeedsLock(in Money cost)
    {
        var isTriggered = _state.Spend(cost);
        if (isTriggered)
            SettleNeedsLock();
        return isTriggered;
    }
}
