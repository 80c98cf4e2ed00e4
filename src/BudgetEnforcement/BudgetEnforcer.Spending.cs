using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>Asking, taking, recording: the operations that count money.</content>
public sealed partial class BudgetEnforcer
{
    private bool _refusedLast;

    /// <summary>
    /// Tells, without taking anything, whether an amount would be admitted on this budget and every ancestor now, what would still fit,
    /// which budget decides, and why.
    /// </summary>
    /// <param name="requiredAmount">The amount; 0 or more. Open reservations count, and a total of exactly the limit fits.</param>
    /// <returns>The answer, with its numbers of one instant.</returns>
    /// <remarks>
    /// The answer is advisory: between it and a later <see cref="AddCost"/> another thread may spend. To be sure, take the amount with
    /// <see cref="TryReserve(decimal, out BudgetReservation)"/> or <see cref="TryAddCost(decimal)"/>. The first refusal after an admission is logged as a warning, those that follow
    /// at debug level.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="requiredAmount"/> is negative.</exception>
    public BudgetCheck CheckBudgetAvailable(decimal requiredAmount)
    {
        var required = Money.From(requiredAmount);
        var now = Now();
        BudgetVerdict verdict;
        bool isAvailable, isFirst = false;
        lock (_tree.Gate)
        {
            EnterNeedsLock(now);
            _tree.BeforeAdmissionNeedsLock();
            isAvailable = JudgeNeedsLock(requiredAmount, required, out verdict);
            if (isAvailable)
                _refusedLast = false;
            else
                isFirst = NoteRefusalNeedsLock();
        }

        if (!isAvailable)
            TellRefused(new BudgetCheck(verdict), isFirst);
        _tree.Tell();
        return new BudgetCheck(verdict);
    }

    /// <summary>
    /// Records a cost that has been incurred, on this budget and every ancestor. It never refuses: the money is already gone.
    /// </summary>
    /// <param name="amount">The cost; 0 or more.</param>
    /// <returns>The worst status of the path up to the root after it; <see cref="BudgetStatus.Exceeded"/> means: stop.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    /// <exception cref="OverflowException">A total would pass 192 bits of 10⁻²⁸ units. Nothing was recorded.</exception>
    public BudgetStatus AddCost(decimal amount)
    {
        var cost = Money.From(amount);
        var now = Now();
        BudgetStatus status;
        bool isCountable;
        lock (_tree.Gate)
        {
            EnterNeedsLock(now);
            isCountable = _state.CanCount(cost);
            if (isCountable)
                SpendNeedsLock(cost);
            status = _state.PathStatus;
        }

        if (!isCountable)
            ThrowUncountable();
        TellRecorded(amount);
        return status;
    }

    /// <summary>Records a cost if it fits on this budget and every ancestor, all or nothing, at one instant.</summary>
    /// <param name="amount">The cost; 0 or more. Open reservations count, and a total of exactly the limit fits.</param>
    /// <returns>
    /// Whether it was recorded. Also <see langword="false"/> where it would fit but others wait for room in a budget of the path.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public bool TryAddCost(decimal amount)
    {
        var cost = Money.From(amount);
        while (true)
        {
            var now = Now();
            bool isAdmitted;
            lock (_tree.Gate)
            {
                EnterNeedsLock(now);
                _tree.BeforeAdmissionNeedsLock();
                isAdmitted = _state.Admits(cost);
                if (isAdmitted)
                {
                    _refusedLast = false;
                    SpendNeedsLock(cost);
                }
            }

            if (isAdmitted)
            {
                TellRecorded(amount);
                return true;
            }

            if (IsRefused(amount, cost))
                return false;
        }
    }

    /// <summary>
    /// Holds an amount for an operation whose real cost is not known yet, if it fits on this budget and every ancestor, all or nothing, at
    /// one instant.
    /// </summary>
    /// <param name="amount">The most that the operation may cost; 0 or more. A total of exactly the limit fits.</param>
    /// <param name="reservation">
    /// What was held: commit it with the real cost, or release it, or dispose of it. One that is simply dropped stays held.
    /// </param>
    /// <returns>
    /// Whether it was held. Also <see langword="false"/> where it would fit but others wait for room in a budget of the path.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public bool TryReserve(decimal amount, [NotNullWhen(true)] out BudgetReservation? reservation)
    {
        var money = Money.From(amount);
        reservation = TryHold(amount, money) ?? TryHoldAgain(amount, money);
        return reservation is not null;
    }

    /// <summary>Holds an amount as <see cref="TryReserve(decimal, out BudgetReservation)"/> does, and explains.</summary>
    /// <param name="amount">The most that the operation may cost; 0 or more. A total of exactly the limit fits.</param>
    /// <param name="reservation">What was held.</param>
    /// <param name="check">The answer, with its numbers.</param>
    /// <returns>Whether it was held.</returns>
    public bool TryReserve(decimal amount, [NotNullWhen(true)] out BudgetReservation? reservation, out BudgetCheck check)
    {
        var money = Money.From(amount);
        check = default;
        reservation = TryHold(amount, money) ?? TryHoldAgain(amount, money, out check);
        return reservation is not null;
    }

    /// <summary>Records a cost if it fits, and explains.</summary>
    /// <param name="amount">The cost; 0 or more.</param>
    /// <param name="check">The answer, with its numbers.</param>
    /// <returns>Whether it was recorded.</returns>
    public bool TryAddCost(decimal amount, out BudgetCheck check)
    {
        check = CheckBudgetAvailable(amount);
        return TryAddCost(amount);
    }

    /// <summary>Takes back a cost where at least as much was spent.</summary>
    /// <param name="amount">What was given back; 0 or more.</param>
    /// <returns>False where it is more than what a budget of the path has spent.</returns>
    public bool TryRefund(decimal amount)
    {
        try
        {
            Refund(amount);
            return true;
        }
        catch (ArgumentOutOfRangeException) when (amount >= 0)
        {
            return false;
        }
    }

    /// <summary>Holds an amount as <see cref="TryReserve(decimal, out BudgetReservation)"/> does, or throws.</summary>
    /// <param name="amount">The most that the operation may cost; 0 or more. A total of exactly the limit fits.</param>
    /// <returns>What was held: commit it with the real cost, or release it, or dispose of it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    /// <exception cref="BudgetExceededException">
    /// It is not admitted on this budget or one above it; <see cref="BudgetExceededException.Check"/> has the numbers. Nothing was held.
    /// </exception>
    public BudgetReservation Reserve(decimal amount)
    {
        var money = Money.From(amount);
        return TryHold(amount, money) ?? TryHoldAgain(amount, money, out var refusal) ?? throw new BudgetExceededException(refusal);
    }

    /// <summary>Takes back a cost that was recorded, on this budget and every ancestor: the provider gave the money back.</summary>
    /// <param name="amount">
    /// What was given back; 0 or more, and at most what this budget and each one above it has spent since its last reset or period.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="amount"/> is negative, or more than a budget of the path has spent. Nothing was taken back.
    /// </exception>
    public void Refund(decimal amount)
    {
        var cost = Money.From(amount);
        var now = Now();
        BudgetReport report;
        bool isCovered;
        lock (_tree.Gate)
        {
            EnterNeedsLock(now);
            isCovered = _state.CanTakeBack(cost);
            if (isCovered)
            {
                _state.TakeBack(cost);
                _tree.RoomWasMadeNeedsLock();
                SettleNeedsLock();
            }

            report = ReportNeedsLock();
        }

        if (isCovered)
            Log.Refunded(_tree.Logger, Name, amount, Currency, report.Spent, report.Limit);
        _tree.Tell();
        if (!isCovered)
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "A refund must not be more than what this budget and each one above it has spent.");
    }

    // Without the explanation: it is large, and even one that nobody takes would be cleared on the stack of each call.
    private BudgetReservation? TryHoldAgain(decimal amount, in Money money) => TryHoldAgain(amount, money, out _);

    private bool IsRefused(decimal amount, in Money money) => IsRefused(amount, money, out _);

    /// <summary>What follows a first attempt that held nothing.</summary>
    private BudgetReservation? TryHoldAgain(decimal amount, in Money money, out BudgetCheck refusal)
    {
        BudgetReservation? reservation = null;
        refusal = default;
        while (reservation is null && !IsRefused(amount, money, out refusal))
            reservation = TryHold(amount, money);
        return reservation;
    }

    private BudgetReservation? TryHold(decimal amount, in Money money)
    {
        var now = Now();
        BudgetReservation? reservation;
        lock (_tree.Gate)
        {
            EnterNeedsLock(now);
            reservation = TryHoldNeedsLock(money);
        }

        if (reservation is not null && _tree.Logger.IsEnabled(LogLevel.Debug))
            Log.Reserved(_tree.Logger, Name, amount, Currency);
        _tree.Tell();
        return reservation;
    }

    /// <summary>
    /// Looks again at what was just refused, explains and tells the refusal. The explanation is large and seldom needed, so whoever admits
    /// does without it first; where room was made in between, the answer is no, and the caller tries again.
    /// </summary>
    private bool IsRefused(decimal amount, in Money money, out BudgetCheck refusal)
    {
        bool isFirst;
        lock (_tree.Gate)
        {
            _tree.BeforeAdmissionNeedsLock();
            refusal = CheckNeedsLock(amount, money);
            if (_state.Admits(money))
                return false;
            isFirst = NoteRefusalNeedsLock();
        }

        TellRefused(refusal, isFirst);
        _tree.Tell();
        return true;
    }

    private BudgetReservation? TryHoldNeedsLock(in Money money)
    {
        _tree.BeforeAdmissionNeedsLock();
        return _state.Admits(money) ? HoldNeedsLock(money) : null;
    }

    private BudgetReservation HoldNeedsLock(in Money money)
    {
        // Made first: nothing may fail between holding and handing out.
        var reservation = new BudgetReservation(this, money);
        _refusedLast = false;
        _state.Hold(money);
        _tree.RoomWasTakenNeedsLock();
        return reservation;
    }

    private BudgetCheck CheckNeedsLock(decimal amount, in Money required)
    {
        JudgeNeedsLock(amount, required, out var verdict);
        return new BudgetCheck(verdict);
    }

    /// <returns>Whether the amount is admitted.</returns>
    /// <remarks>
    /// Inlined by force: what holds references and is filled through one is cleared word by word first. And its answer is returned too, for
    /// a field that is read alone may be kept apart from the rest, and be put back just before all of it is copied.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool JudgeNeedsLock(decimal amount, in Money required, out BudgetVerdict verdict)
    {
        var status = _state.PathStatusWith(required);
        var blocked = _state.NearestBlocked();
        var deciding = status != BudgetStatus.Exceeded && blocked is not null ? blocked : _state.Tightest();
        var budget = this;
        while (budget._state != deciding)
            budget = budget.Parent!;

        verdict = default;
        verdict.BudgetName = budget._givenName;
        verdict.Currency = Currency;
        verdict.RequiredAmount = amount;
        verdict.Status = status;
        verdict.Limit = deciding.Limit;
        verdict.Spent = deciding.Spent;
        verdict.Reserved = deciding.Reserved;
        verdict.Available = blocked is null ? Money.SubtractToZero(deciding.Limit, deciding.Spent + deciding.Reserved) : Money.Zero;
        verdict.PeriodEnd = new UtcInstant(deciding.PeriodEnd);
        if (status != BudgetStatus.Exceeded)
        {
            verdict.Reason = blocked is null ? BudgetRefusalReason.None : BudgetRefusalReason.WaitersAhead;
            verdict.IsAvailable = blocked is null;
            return blocked is null;
        }

        verdict.Reason = _state.NeverAdmits(required) ? BudgetRefusalReason.NeverFits : BudgetRefusalReason.NoRoom;
        verdict.RoomAt = new UtcInstant(_state.RoomAt(required));
        return false;
    }

    private bool NoteRefusalNeedsLock()
    {
        var isFirst = !_refusedLast;
        _refusedLast = true;
        return isFirst;
    }

    private void SpendNeedsLock(in Money cost)
    {
        var isTriggered = _state.Spend(cost);
        _tree.RoomWasTakenNeedsLock();
        if (isTriggered)
            SettleNeedsLock();
    }

    [DoesNotReturn]
    private void ThrowUncountable()
    {
        _tree.Tell(); // A period may have begun before the sum was looked at.
        throw new OverflowException("The sum of all costs no longer fits into 192 bits of 10⁻²⁸ units. Nothing was recorded.");
    }
}
