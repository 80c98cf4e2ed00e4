namespace BudgetEnforcement;

/// <summary>
/// The costs that a meter has recorded on its budget and the amount that it holds there. All costs are cumulative totals since the meter
/// started. A call records only the part of its total above the totals before, so a late or repeated call records nothing twice.
/// </summary>
/// <remarks>The lock of the tree guards its numbers. Every method may be called from any thread.</remarks>
internal sealed class MeteredHold(BudgetEnforcer budget)
{
    internal BudgetEnforcer Budget => budget;

    /// <summary>The index in <see cref="MeteredHolds"/>; below 0 for none.</summary>
    internal int PlaceNeedsLock { get; set; } = -1;

    /// <summary>The reservation that holds the slice of time ahead, of amount 0 while the meter is paused; set once, before the first use.</summary>
    internal BudgetReservation? ReservationNeedsLock { get; set; }

    /// <summary>When the meter tries again to renew it where it was refused.</summary>
    internal TimeSpan RetryTime { get; set; }

    /// <summary>The total that is recorded on the budget.</summary>
    internal Money RecordedNeedsLock { get; set; }

    /// <summary>
    /// The end of the period, in ticks of UTC, up to which the held amount pays. When that period ends, the held amount is recorded in it.
    /// </summary>
    internal long PeriodEndNeedsLock { get; set; } = PeriodCalendar.Never;

    /// <summary>
    /// The highest order so far. A renewal or pause with a lower order was overtaken: it records its total but does not change what is
    /// held.
    /// </summary>
    internal long OrderNeedsLock { get; set; }

    /// <summary>
    /// Admits, like any newcomer, the costs that are due at once and a hold for the time ahead; records the first and holds the second.
    /// </summary>
    /// <param name="budget">The budget.</param>
    /// <param name="total">The cost that is due at once.</param>
    /// <param name="next">The amount to hold.</param>
    /// <param name="periodEnd">See <see cref="PeriodEndNeedsLock"/>.</param>
    /// <param name="check">Why it was refused, where the answer is null.</param>
    internal static MeteredHold? TryStart(BudgetEnforcer budget, in Money total, in Money next, long periodEnd, out BudgetCheck check) =>
        budget.TryStartMetering(total, next, periodEnd, out check);

    /// <summary>
    /// Records the total so far and holds an amount for the time ahead, in one step, all or nothing. It passes all waiters.
    /// </summary>
    /// <returns>Whether both fit. Also true where the call was overtaken, and where the hold has ended and nothing was done.</returns>
    /// <param name="total">The cost that is due until now.</param>
    /// <param name="next">The amount to hold.</param>
    /// <param name="periodEnd">See <see cref="PeriodEndNeedsLock"/>.</param>
    /// <param name="inBackground">Whether the caller is a timer or a thread of our own; then work items deliver the announcements.</param>
    /// <param name="check">Why it was refused. The required amount is the part beyond what is held.</param>
    /// <param name="order">See <see cref="OrderNeedsLock"/>.</param>
    internal bool TryRenew(in Money total, in Money next, long periodEnd, bool inBackground, out BudgetCheck check, long order) =>
        budget.TryRenewMetering(this, total, next, periodEnd, inBackground, out check, order);

    /// <summary>Records the total so far and takes it from the held amount where that suffices. It never refuses.</summary>
    /// <param name="total">The cost that is due until now.</param>
    /// <param name="inBackground">Whether the caller is a timer or a thread of our own; then work items deliver the announcements.</param>
    internal void Charge(in Money total, bool inBackground) => budget.ChargeMetering(this, total, MeteredHoldEnd.None, inBackground, order: 0);

    /// <summary>Records the total so far and holds nothing until the next renewal.</summary>
    /// <param name="total">The cost that is due until now.</param>
    /// <param name="order">See <see cref="OrderNeedsLock"/>.</param>
    internal void Pause(in Money total, long order) => budget.ChargeMetering(this, total, MeteredHoldEnd.Pause, inBackground: false, order);

    /// <summary>Records the total and frees what is held beyond it. The hold ends.</summary>
    /// <param name="total">The cost that is due.</param>
    internal void End(in Money total) => budget.ChargeMetering(this, total, MeteredHoldEnd.End, inBackground: false, order: 0);
}

/// <summary>What happens to the hold of a meter when it is charged.</summary>
internal enum MeteredHoldEnd
{
    /// <summary>The rest stays held.</summary>
    None,

    /// <summary>Nothing is held until the next renewal.</summary>
    Pause,

    /// <summary>The hold ends.</summary>
    End,
}
