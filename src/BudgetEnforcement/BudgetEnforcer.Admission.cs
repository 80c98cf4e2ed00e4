using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <content>Checks and admission.</content>
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
    /// <see cref="TryReserve(decimal, out BudgetReservation)"/> or <see cref="TryAddCost(decimal)"/>. A check takes nothing, so a negative
    /// answer is no rejection in the metrics, and it is logged at debug level only.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="requiredAmount"/> is negative.</exception>
    public BudgetCheck CheckBudgetAvailable(decimal requiredAmount)
    {
        var required = Money.From(requiredAmount);
        BudgetVerdict verdict;
        bool isAvailable;
        using (LockTree())
            isAvailable = JudgeNeedsLock(requiredAmount, required, out verdict);
        if (!isAvailable)
            _tree.Telemetry.FoundUnavailable(this, new BudgetCheck(verdict));
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
        bool isAdmitted, isLogged = false;
        using (LockTree())
        {
            isAdmitted = _state.TrySpend(cost, out var isTriggered);
            if (isAdmitted)
                OnSpentNeedsLock(amount, isTriggered, out isLogged);
        }

        if (!isAdmitted)
            return SpendOrRefuse(amount, cost, out _);
        if (!isLogged)
            _tree.Telemetry.CostRecorded(this, amount);
        return true;
    }

    /// <summary>Records a cost as <see cref="TryAddCost(decimal)"/> does, and explains.</summary>
    /// <param name="amount">The cost; 0 or more. Open reservations count, and a total of exactly the limit fits.</param>
    /// <param name="check">
    /// Why it was not recorded, with the numbers of that instant. Where it was recorded, the check says that it is available, with the
    /// numbers just before.
    /// </param>
    /// <returns>Whether it was recorded.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public bool TryAddCost(decimal amount, out BudgetCheck check) => SpendOrRefuse(amount, Money.From(amount), out check);

    /// <summary>
    /// Holds an amount for an operation whose real cost is not known yet, if it fits on this budget and every ancestor, all or nothing, at
    /// one instant.
    /// </summary>
    /// <param name="amount">The most that the operation may cost; 0 or more. A total of exactly the limit fits.</param>
    /// <param name="reservation">
    /// What was held: commit it with the real cost, or release it, or dispose of it. A reservation that is simply dropped stays held,
    /// because its bill may still come: <see cref="BudgetReport.OpenReservations"/> and a metric show it.
    /// </param>
    /// <returns>
    /// Whether it was held. Also <see langword="false"/> where it would fit but others wait for room in a budget of the path.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public bool TryReserve(decimal amount, [NotNullWhen(true)] out BudgetReservation? reservation)
    {
        var money = Money.From(amount);
        reservation = TryHold(amount, money) ?? HoldOrRefuse(amount, money);
        return reservation is not null;
    }

    /// <summary>Holds an amount as <see cref="TryReserve(decimal, out BudgetReservation)"/> does, and explains.</summary>
    /// <param name="amount">The most that the operation may cost; 0 or more. A total of exactly the limit fits.</param>
    /// <param name="reservation">What was held: commit it with the real cost, or release it, or dispose of it.</param>
    /// <param name="check">
    /// Why it was not held, with the numbers of that instant. Where it was held, the check says that it is available, with the numbers just
    /// before.
    /// </param>
    /// <returns>Whether it was held.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public bool TryReserve(decimal amount, [NotNullWhen(true)] out BudgetReservation? reservation, out BudgetCheck check)
    {
        reservation = HoldOrRefuse(amount, Money.From(amount), out check);
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
        return TryHold(amount, money) ?? HoldOrRefuse(amount, money, out var check) ?? throw new BudgetExceededException(check);
    }

    internal BudgetCheck CheckNeedsLock(decimal amount, in Money required)
    {
        JudgeNeedsLock(amount, required, out var verdict);
        return new BudgetCheck(verdict);
    }

    /// <summary>Records a cost if it is admitted, and explains. A refusal is counted and logged.</summary>
    /// <remarks>The explanation is large, so a call that needs none makes a first attempt without it.</remarks>
    private bool SpendOrRefuse(decimal amount, in Money cost, out BudgetCheck check)
    {
        bool isAdmitted, isLogged = false;
        using (LockTree())
        {
            JudgeNeedsLock(amount, cost, out var verdict);
            check = new BudgetCheck(verdict);
            isAdmitted = _state.TrySpend(cost, out var isTriggered);
            Debug.Assert(isAdmitted == check.IsAvailable || _state.IsUnderLedger, "The judgement explains what the transition does.");
            if (isAdmitted)
                OnSpentNeedsLock(amount, isTriggered, out isLogged);
        }

#pragma warning disable CA2000 // It is committed at once.
        if (!isAdmitted && _tree.Ledger is not null && AskLedger(amount, cost, ref check) is { } asked)
#pragma warning restore CA2000
        {
            Commit(asked, amount);
            return true;
        }

        if (!isAdmitted)
            CountRefusal(check);
        else if (!isLogged)
            _tree.Telemetry.CostRecorded(this, amount);
        return isAdmitted;
    }

    /// <summary>Holds an amount if it is admitted, and explains. A refusal is counted and logged.</summary>
    private BudgetReservation? HoldOrRefuse(decimal amount, in Money money, out BudgetCheck check)
    {
        BudgetReservation? reservation;
        using (LockTree())
        {
            reservation = TryHoldNeedsLock(amount, money, out var verdict);
            check = new BudgetCheck(verdict);
        }

        if (_tree.Ledger is not null)
            reservation ??= AskLedger(amount, money, ref check);
        if (reservation is null)
            CountRefusal(check);
        else
            _tree.Telemetry.Reserved(this, amount);
        return reservation;
    }

    // A method of its own, because a method that holds the explanation clears it on its stack in every call.
    private BudgetReservation? HoldOrRefuse(decimal amount, in Money money) => HoldOrRefuse(amount, money, out _);

    private BudgetReservation? TryHold(decimal amount, in Money money)
    {
        BudgetReservation? reservation;
        using (LockTree())
            reservation = TryHoldNeedsLock(money);
        if (reservation is not null)
            _tree.Telemetry.Reserved(this, amount);
        return reservation;
    }

    /// <summary>Holds an amount if it is admitted, and judges it.</summary>
    /// <remarks>
    /// The judgement counts what a ledger would grant, which is not held here yet: there the slice decides. Inlined by force, as <see cref="JudgeNeedsLock"/>.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BudgetReservation? TryHoldNeedsLock(decimal amount, in Money money, out BudgetVerdict verdict)
    {
        var isAvailable = JudgeNeedsLock(amount, money, out verdict);
        return (_tree.Ledger is null ? isAvailable : _state.Admits(money)) ? HoldNeedsLock(money) : null;
    }

    private BudgetReservation? TryHoldNeedsLock(in Money money) => _state.Admits(money) ? HoldNeedsLock(money) : null;

    private static void DescribeSharedNeedsLock(BudgetState deciding, bool isBarred, ref BudgetVerdict verdict)
    {
        verdict.Reserved = deciding.Reserved;
        verdict.Available = isBarred ? Money.Zero : deciding.VisibleRoom;
        verdict.PeriodEnd = new UtcInstant(deciding.TermEnd);
    }

    private BudgetReservation HoldNeedsLock(in Money money)
    {
        // The reservation is made first, because nothing may fail between holding the amount and returning it.
        var reservation = new BudgetReservation(this, money);
        _state.Hold(money);
        return reservation;
    }

    /// <returns>Whether the amount is admitted.</returns>
    /// <remarks>
    /// Inlined by force: otherwise the caller clears the verdict word by word before the call fills it. The answer is also returned,
    /// because reading one field alone may make the JIT keep it apart from the rest and store it again just before the whole is copied.
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
        verdict.Reserved = deciding.TakenBeyondSpent;
        verdict.Available = isBarred ? Money.Zero : deciding.Room;
        verdict.PeriodEnd = new UtcInstant(deciding.PeriodEnd);
        verdict.Reason = reason;
        if (deciding.Slice is not null)
            DescribeSharedNeedsLock(deciding, isBarred, ref verdict);
        if (reason is BudgetRefusalReason.NoRoom or BudgetRefusalReason.NeverFits or BudgetRefusalReason.HeldElsewhere)
            verdict.RoomAt = new UtcInstant(_state.RoomAt(required));
        verdict.IsAvailable = reason == BudgetRefusalReason.None;
        return verdict.IsAvailable;
    }
}
