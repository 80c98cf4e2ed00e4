using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>Asking and taking.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>
    /// Tells, without taking anything, whether an amount would be admitted on this budget and every ancestor now, what would still fit,
    /// which budget decides, and why.
    /// </summary>
    /// <param name="requiredAmount">The amount; 0 or more. Open reservations count, and a total of exactly the limit fits.</param>
    /// <returns>The answer, with its numbers of one instant.</returns>
    /// <remarks>
    /// The answer is advisory: between it and a later <see cref="AddCost"/> another thread may spend. To be sure, take the amount with
    /// <see cref="TryReserve(decimal, out BudgetReservation)"/> or <see cref="TryAddCost(decimal)"/>. Asking is not taking: an answer of no is
    /// no rejection in the metrics, and it is logged at debug level only.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="requiredAmount"/> is negative.</exception>
    public BudgetCheck CheckBudgetAvailable(decimal requiredAmount)
    {
        var required = Money.From(requiredAmount);
        var now = Now();
        BudgetVerdict verdict;
        bool isAvailable;
        lock (_tree.Gate)
        {
            StartDuePeriodsNeedsLock(now);
            isAvailable = JudgeNeedsLock(requiredAmount, required, out verdict);
        }

        if (!isAvailable && _tree.Logger.IsEnabled(LogLevel.Debug))
            LogUnavailable(new BudgetCheck(verdict));
        _tree.Tell();
        return new BudgetCheck(verdict);
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
        return TrySpend(amount, cost) || TrySpendAgain(amount, cost, out _);
    }

    /// <summary>Records a cost as <see cref="TryAddCost(decimal)"/> does, and explains.</summary>
    /// <param name="amount">The cost; 0 or more. Open reservations count, and a total of exactly the limit fits.</param>
    /// <param name="check">
    /// Why it was not recorded, with the numbers of that instant; where it was, that it is available, with the numbers just before.
    /// </param>
    /// <returns>Whether it was recorded.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public bool TryAddCost(decimal amount, out BudgetCheck check)
    {
        var cost = Money.From(amount);
        var now = Now();
        bool isAdmitted;
        lock (_tree.Gate)
        {
            StartDuePeriodsNeedsLock(now);
            isAdmitted = JudgeNeedsLock(amount, cost, out var verdict);
            check = new BudgetCheck(verdict);
            if (isAdmitted)
                TrySpendNeedsLock(cost);
        }

        if (isAdmitted)
            TellRecorded(amount);
        return isAdmitted || TrySpendAgain(amount, cost, out check);
    }

    /// <summary>
    /// Holds an amount for an operation whose real cost is not known yet, if it fits on this budget and every ancestor, all or nothing, at
    /// one instant.
    /// </summary>
    /// <param name="amount">The most that the operation may cost; 0 or more. A total of exactly the limit fits.</param>
    /// <param name="reservation">
    /// What was held: commit it with the real cost, or release it, or dispose of it. One that is simply dropped stays held, for its bill may
    /// still come: <see cref="BudgetReport.OpenReservations"/> and a metric show it.
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
    /// <param name="reservation">What was held: commit it with the real cost, or release it, or dispose of it.</param>
    /// <param name="check">
    /// Why it was not held, with the numbers of that instant; where it was, that it is available, with the numbers just before.
    /// </param>
    /// <returns>Whether it was held.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public bool TryReserve(decimal amount, [NotNullWhen(true)] out BudgetReservation? reservation, out BudgetCheck check)
    {
        var money = Money.From(amount);
        var now = Now();
        lock (_tree.Gate)
        {
            StartDuePeriodsNeedsLock(now);
            reservation = JudgeNeedsLock(amount, money, out var verdict) ? HoldNeedsLock(money) : null;
            check = new BudgetCheck(verdict);
        }

        if (reservation is null)
            reservation = TryHoldAgain(amount, money, out check);
        else
            TellReserved(amount);
        return reservation is not null;
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

    internal BudgetCheck CheckNeedsLock(decimal amount, in Money required)
    {
        JudgeNeedsLock(amount, required, out var verdict);
        return new BudgetCheck(verdict);
    }

    private bool TrySpend(decimal amount, in Money cost)
    {
        var now = Now();
        bool isAdmitted;
        lock (_tree.Gate)
        {
            StartDuePeriodsNeedsLock(now);
            isAdmitted = TrySpendNeedsLock(cost);
        }

        if (isAdmitted)
            TellRecorded(amount);
        return isAdmitted;
    }

    /// <summary>What follows a first attempt that recorded nothing.</summary>
    private bool TrySpendAgain(decimal amount, in Money cost, out BudgetCheck check)
    {
        while (!TryRefuse(amount, cost, out check))
        {
            if (TrySpend(amount, cost))
                return true;
        }

        return false;
    }

    // Without the explanation: it is large, and even one that is not taken would be cleared on the stack of each call.
    private BudgetReservation? TryHoldAgain(decimal amount, in Money money) => TryHoldAgain(amount, money, out _);

    /// <summary>What follows a first attempt that held nothing.</summary>
    private BudgetReservation? TryHoldAgain(decimal amount, in Money money, out BudgetCheck check)
    {
        BudgetReservation? reservation = null;
        check = default;
        while (reservation is null && !TryRefuse(amount, money, out check))
            reservation = TryHold(amount, money);
        return reservation;
    }

    private BudgetReservation? TryHold(decimal amount, in Money money)
    {
        var now = Now();
        BudgetReservation? reservation;
        lock (_tree.Gate)
        {
            StartDuePeriodsNeedsLock(now);
            reservation = TryHoldNeedsLock(money);
        }

        if (reservation is not null)
            TellReserved(amount);
        return reservation;
    }

    private void TellReserved(decimal amount)
    {
        if (_tree.Logger.IsEnabled(LogLevel.Debug))
            Log.Reserved(_tree.Logger, Name, amount, Currency);
        _tree.Tell();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TrySpendNeedsLock(in Money cost)
    {
        if (!_state.TrySpend(cost, out var isTriggered))
            return false;
        FollowSpendNeedsLock(isTriggered);
        return true;
    }

    private BudgetReservation? TryHoldNeedsLock(in Money money) => _state.Admits(money) ? HoldNeedsLock(money) : null;

    private BudgetReservation HoldNeedsLock(in Money money)
    {
        // Made first: nothing may fail between holding and handing out.
        var reservation = new BudgetReservation(this, money);
        _state.Hold(money);
        return reservation;
    }

    /// <returns>Whether the amount is admitted.</returns>
    /// <remarks>
    /// Inlined by force: what holds references and is filled through one is cleared word by word first. And its answer is returned too, for
    /// a field that is read alone may be kept apart from the rest, and be put back just before all of it is copied.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool JudgeNeedsLock(decimal amount, in Money required, out BudgetVerdict verdict)
    {
        var reason = _state.Judge(required, out var status, out var deciding, out var isBarred);
        verdict = default;
        verdict.BudgetName = ((BudgetEnforcer)deciding.Owner!)._givenName;
        verdict.Currency = Currency;
        verdict.RequiredAmount = amount;
        verdict.Status = status;
        verdict.Limit = deciding.Limit;
        verdict.Spent = deciding.Spent;
        verdict.Reserved = deciding.Reserved;
        verdict.Available = isBarred ? Money.Zero : deciding.Room;
        verdict.PeriodEnd = new UtcInstant(deciding.PeriodEnd);
        verdict.Reason = reason;
        if (reason is BudgetRefusalReason.NoRoom or BudgetRefusalReason.NeverFits)
            verdict.RoomAt = new UtcInstant(_state.RoomAt(required));
        verdict.IsAvailable = reason == BudgetRefusalReason.None;
        return verdict.IsAvailable;
    }
}
