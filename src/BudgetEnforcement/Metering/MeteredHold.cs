namespace BudgetEnforcement;

/// <summary>
/// What a meter has recorded on its budget and what it holds there. All costs are cumulative totals since the meter started, so a call that
/// comes late, or twice, records nothing twice: what is recorded is what a total is above those before.
/// </summary>
/// <remarks>Its numbers are guarded by the lock of the tree; every method may be called from any thread.</remarks>
internal sealed class MeteredHold(BudgetEnforcer budget)
{
    internal BudgetEnforcer Budget => budget;

    /// <summary>Its place in <see cref="MeteredHolds"/>, below 0 for none.</summary>
    internal int PlaceNeedsLock { get; set; } = -1;

    /// <summary>The reservation that holds the slice of time ahead; 0 while the meter is paused.</summary>
    internal BudgetReservation? ReservationNeedsLock { get; set; }

    /// <summary>The total that is recorded on the budget.</summary>
    internal Money RecordedNeedsLock { get; set; }

    /// <summary>
    /// The end of the period, in ticks of UTC, up to which the held amount pays: when that period ends, what is held is recorded in it.
    /// </summary>
    internal long PeriodEndNeedsLock { get; set; } = PeriodCalendar.Never;

    /// <summary>
    /// The highest order that came. A renewal or pause with a lower one was overtaken: it records its total, but no longer decides what is held.
    /// </summary>
    internal long OrderNeedsLock { get; set; }

    /// <summary>
    /// Admits, as any newcomer, the costs that begin at once and a hold for what comes next; records the first and holds the second.
    /// </summary>
    /// <param name="budget">The budget.</param>
    /// <param name="total">What is due at once.</param>
    /// <param name="next">What to hold.</param>
    /// <param name="periodEnd">See <see cref="PeriodEndNeedsLock"/>.</param>
    /// <param name="check">Why it was refused, where the answer is null.</param>
    internal static MeteredHold? TryStart(BudgetEnforcer budget, in Money total, in Money next, long periodEnd, out BudgetCheck check) =>
        budget.TryStartMetering(total, next, periodEnd, out check);

    /// <summary>
    /// Records the total so far and holds an amount for what comes next, in one step, all or nothing; those who wait are passed.
    /// </summary>
    /// <returns>Whether both fit; also true where it was overtaken, and, with nothing done, where the hold has ended.</returns>
    /// <param name="total">What is due until now.</param>
    /// <param name="next">What to hold.</param>
    /// <param name="periodEnd">See <see cref="PeriodEndNeedsLock"/>.</param>
    /// <param name="inBackground">Whether the caller is a timer or a thread of our own, which tells nothing itself.</param>
    /// <param name="check">Why it was refused; the amount is what it needs beyond what is held.</param>
    /// <param name="order">See <see cref="OrderNeedsLock"/>.</param>
    internal bool TryRenew(in Money total, in Money next, long periodEnd, bool inBackground, out BudgetCheck check, long order) =>
        budget.TryRenewMetering(this, total, next, periodEnd, inBackground, out check, order);

    /// <summary>Records the total so far, from what is held where that suffices. It never refuses.</summary>
    /// <param name="total">What is due until now.</param>
    /// <param name="inBackground">Whether the caller is a timer or a thread of our own, which tells nothing itself.</param>
    internal void Charge(in Money total, bool inBackground) => budget.ChargeMetering(this, total, MeteredHoldEnd.None, inBackground, order: 0);

    /// <summary>Records the total so far and holds nothing until the next renewal.</summary>
    /// <param name="total">What is due until now.</param>
    /// <param name="order">See <see cref="OrderNeedsLock"/>.</param>
    internal void Pause(in Money total, long order) => budget.ChargeMetering(this, total, MeteredHoldEnd.Pause, inBackground: false, order);

    /// <summary>Records the total and frees what is held beyond it, for good.</summary>
    /// <param name="total">What is due.</param>
    internal void End(in Money total) => budget.ChargeMetering(this, total, MeteredHoldEnd.End, inBackground: false, order: 0);
}

/// <summary>What becomes of the hold of a meter when it is charged.</summary>
internal enum MeteredHoldEnd
{
    /// <summary>It goes on with what is left of it.</summary>
    None,

    /// <summary>It is 0 until the next renewal.</summary>
    Pause,

    /// <summary>It ends.</summary>
    End,
}
