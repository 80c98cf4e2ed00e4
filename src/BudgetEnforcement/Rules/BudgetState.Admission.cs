using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <content>Decides which amounts are admitted, and why others are not.</content>
internal sealed partial class BudgetState
{
    /// <summary>
    /// Whether the amount is admitted: every budget of the path has room for it, none is closed, and no earlier waiter blocks one of them.
    /// </summary>
    internal bool Admits(in Money amount)
    {
        foreach (var state in Path)
        {
            if (!state.AdmitsHere(amount, out _))
                return amount.IsZero && AdmitsZero;
        }

        return true;
    }

    /// <summary>
    /// Whether the amount is admitted in place of the amount that is held now. The holder was admitted before, so it passes all waiters. An
    /// amount of at most the held one is always admitted.
    /// </summary>
    internal bool AdmitsInstead(in Money held, in Money amount)
    {
        if (amount <= held)
            return true;
        foreach (var state in Path)
        {
            if (state._hasBarrier && state.IsEnded)
                return false;
            if (!Money.TryAdd(state._taken - held, amount, out var sum) || sum > state._limit.Amount)
                return false;
        }

        return true;
    }

    /// <summary>Tells why the amount is not admitted; None where it is.</summary>
    /// <remarks>
    /// It agrees with <see cref="Admits"/> except under a ledger: it counts the room that the ledger would grant, so it may say None where
    /// <see cref="Admits"/>, which counts only what this process holds, says no. Then the ledger is asked.
    /// </remarks>
    /// <param name="amount">The amount.</param>
    /// <param name="status">The worst status on the path if everything reserved and the amount were spent.</param>
    /// <param name="deciding">The budget that decides: the closed one, the one with the least room, or the one that a waiter blocks.</param>
    /// <param name="isBarred">Whether the path admits nothing to newcomers, even where there is room.</param>
    internal BudgetRefusalReason Judge(in Money amount, out BudgetStatus status, out BudgetState deciding, out bool isBarred)
    {
        // One pass over the path, with the results in locals so that they stay in registers.
        var (worst, tightest, needsCloserLook) = (BudgetStatus.Ok, this, false);
        foreach (var state in Path)
        {
            var next = state._limit.StatusAt(Money.AddSaturating(state._taken, amount));
            if (next > worst)
                worst = next;
            needsCloserLook |= state._hasBarrier | state._isShared;
            if (state != this && state.HasLessRoomThan(tightest))
                tightest = state;
        }

        (status, deciding, isBarred) = (worst, tightest, false);
        return worst == BudgetStatus.Exceeded || needsCloserLook ? ReasonOfRefusal(amount, ref status, ref deciding, ref isBarred) : BudgetRefusalReason.None;
    }

    private BudgetRefusalReason ReasonOfRefusal(in Money amount, ref BudgetStatus status, ref BudgetState deciding, ref bool isBarred)
    {
        if (IsUnderLedger)
            status = VisibleStatusWith(amount);
        var barrier = ReasonOfBarrier(status, ref deciding, ref isBarred);
        if (barrier == BudgetRefusalReason.Closed || (barrier != BudgetRefusalReason.None && !amount.IsZero))
            return barrier;
        if (amount.IsZero)
            return BudgetRefusalReason.None;
        return status == BudgetStatus.Exceeded && IsUnderLedger && HasRoomWithoutOthersFor(amount)
            ? BudgetRefusalReason.HeldElsewhere
            : ReasonOfRoom(status, NeverAdmits(amount));
    }

    /// <summary>Tells why there is no room; None where there is room.</summary>
    /// <param name="status">The worst status if everything reserved and the amount were spent.</param>
    /// <param name="isAboveALimit">Whether the amount alone is above a limit.</param>
    internal static BudgetRefusalReason ReasonOfRoom(BudgetStatus status, bool isAboveALimit) =>
        status != BudgetStatus.Exceeded ? BudgetRefusalReason.None
        : isAboveALimit ? BudgetRefusalReason.NeverFits
        : BudgetRefusalReason.NoRoom;

    private BudgetRefusalReason ReasonOfBarrier(BudgetStatus status, ref BudgetState deciding, ref bool isBarred)
    {
        if (NearestClosed() is { } closed)
        {
            (deciding, isBarred) = (closed, true);
            return BudgetRefusalReason.Closed;
        }

        if (NearestCutOff() is { } cutOff)
        {
            (deciding, isBarred) = (cutOff, true);
            return BudgetRefusalReason.LedgerUnavailable;
        }

        if (NearestBlocked() is not { } blocked)
            return BudgetRefusalReason.None;
        isBarred = true;
        if (status == BudgetStatus.Exceeded)
            return BudgetRefusalReason.None; // The amount has no room even without the waiters.
        deciding = blocked;
        return BudgetRefusalReason.WaitersAhead;
    }

    /// <summary>Whether an amount of 0 is admitted. It needs no room, so waiters do not block it.</summary>
    private bool AdmitsZero => NearestClosed() is null;

    /// <summary>Whether this budget alone admits the amount; <paramref name="taken"/> is the total with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AdmitsHere(in Money amount, out Money taken) => HasRoomFor(amount, out taken) && !(_hasBarrier && IsBarred);

    /// <summary>Whether this budget alone has room for the amount.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool HasRoomFor(in Money amount) => HasRoomFor(amount, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasRoomFor(in Money amount, out Money taken) => Money.TryAdd(_taken, amount, out taken) && taken <= _limit.Amount;

    /// <summary>Whether the amount is above the limit of a budget of the path; then no release can make room for it.</summary>
    internal bool NeverAdmits(in Money amount)
    {
        foreach (var state in Path)
        {
            if (amount > state._limit.Amount)
                return true;
        }

        return false;
    }

    /// <summary>The nearest closed budget of the path.</summary>
    internal BudgetState? NearestClosed()
    {
        foreach (var state in Path)
        {
            if (state.IsClosed)
                return state;
        }

        return null;
    }

    /// <summary>The nearest budget of the path that a waiter blocks for newcomers.</summary>
    internal BudgetState? NearestBlocked()
    {
        foreach (var state in Path)
        {
            if (state._hasBarrier && state.IsBlocked)
                return state;
        }

        return null;
    }

    /// <summary>
    /// When the ends of periods alone will have made room for an amount that does not fit now, in ticks of UTC;
    /// <see cref="PeriodCalendar.Never"/> where they cannot.
    /// </summary>
    internal long RoomAt(in Money amount)
    {
        var at = 0L;
        foreach (var state in Path)
        {
            if (state.HasVisibleRoomFor(amount))
                continue;
            if (!Money.TryAdd(state.Reserved, amount, out var sum) || sum > state._limit.Amount)
                return PeriodCalendar.Never;
            at = Math.Max(at, state.TermEnd);
        }

        Debug.Assert(at > 0, "Only what does not fit is asked for.");
        return at;
    }

    /// <summary>
    /// The nearest budget of the path on which only a refund, a reset or a higher limit can make room for the amount: a budget without a
    /// period that has spent too much. A claim waits there without hope and blocks no other claim.
    /// </summary>
    internal BudgetState? NearestWithoutHopeFor(in Money amount)
    {
        foreach (var state in Path)
        {
            if (state.TakesHopeFrom(amount))
                return state;
        }

        return null;
    }

    /// <summary>Whether this budget alone has spent more than its limit.</summary>
    internal bool IsExceeded => _spent > _limit.Amount;

    /// <summary>The largest amount that has hope in this budget alone. Only for a budget without a period.</summary>
    internal Money LargestWithHope => Money.SubtractToZero(_limit.Amount, _spent);

    /// <summary>Whether this budget alone stops a hopeful claim: it has no room for the claim, or an earlier claim blocks it.</summary>
    internal bool Stops(Claim claim)
    {
        if (IsEnded || !HasRoomFor(claim.Amount))
            return true;
        return Claims?.Hopeful.FirstAbove(Room) is { } blocking && blocking.Ticket < claim.Ticket;
    }

    private bool TakesHopeFrom(in Money amount) =>
        !HasPeriod && (!Money.TryAdd(_spent, amount, out var sum) || sum > _limit.Amount);

    /// <summary>Whether a waiter blocks this budget for newcomers: its claim is hopeful and has no room here.</summary>
    private bool IsBlocked => Claims is { Hopeful.IsEmpty: false } claims && claims.Hopeful.Largest > Room;

    /// <summary>Whether this budget alone admits nothing to newcomers, even where there is room.</summary>
    internal bool IsBarred => _hasBarrier && (IsEnded || IsBlocked);

    /// <summary>Whether this budget alone has less room than another.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal bool HasLessRoomThan(BudgetState other) => Headroom.IsLessThan(other.Headroom);

    private Headroom Headroom => new(_limit.Amount, VisibleTaken);
}
