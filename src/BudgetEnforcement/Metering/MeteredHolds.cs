namespace BudgetEnforcement;

/// <summary>The holds of meters that pay up to the end of a period, in no order.</summary>
/// <remarks>Every member needs the lock of the tree.</remarks>
internal sealed class MeteredHolds
{
    private readonly List<MeteredHold> _holds = [];

    /// <summary>A lower bound, in ticks of UTC, of the period ends up to which meters hold amounts.</summary>
    internal long NextPeriodEnd { get; private set; } = PeriodCalendar.Never;

    /// <summary>Sets the end up to which a hold pays; <see cref="PeriodCalendar.Never"/> for none.</summary>
    internal void SetPeriodEnd(MeteredHold hold, long periodEnd)
    {
        hold.PeriodEndNeedsLock = periodEnd;
        if (periodEnd == PeriodCalendar.Never)
        {
            Remove(hold);
            return;
        }

        if (hold.PlaceNeedsLock < 0)
        {
            hold.PlaceNeedsLock = _holds.Count;
            _holds.Add(hold);
        }

        NextPeriodEnd = Math.Min(NextPeriodEnd, periodEnd);
    }

    /// <summary>Removes and returns the holds whose period has ended.</summary>
    internal List<MeteredHold> TakeDue(long now)
    {
        var due = _holds.FindAll(hold => hold.PeriodEndNeedsLock <= now);
        foreach (var hold in due)
            SetPeriodEnd(hold, PeriodCalendar.Never);
        NextPeriodEnd = PeriodCalendar.Never;
        foreach (var hold in _holds)
            NextPeriodEnd = Math.Min(NextPeriodEnd, hold.PeriodEndNeedsLock);
        return due;
    }

    private void Remove(MeteredHold hold)
    {
        if (hold.PlaceNeedsLock < 0)
            return;
        var last = _holds[^1];
        _holds[hold.PlaceNeedsLock] = last;
        last.PlaceNeedsLock = hold.PlaceNeedsLock;
        _holds.RemoveAt(_holds.Count - 1);
        hold.PlaceNeedsLock = -1;
    }
}
