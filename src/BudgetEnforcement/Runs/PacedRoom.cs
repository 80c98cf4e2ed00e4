namespace BudgetEnforcement;

/// <summary>The room of one budget for a cost that is spread evenly over time: the room now, and the room of each later period.</summary>
internal readonly struct PacedRoom
{
    // Two months of days, or more than a year of weeks. If so many periods have room for the pace, all later ones have too.
    private const int MostPeriods = 64;

    // The pace is a measurement and the portion of a period is a double. The tolerance lets a budget pay for a pace that uses it up
    // exactly.
    private const double Tolerance = 1e-6;

    private readonly decimal _now;
    private readonly decimal _later;
    private readonly PeriodCalendar? _calendar;
    private readonly long _end;
    private readonly double _secondsToEnd;

    /// <param name="now">The room until the period ends, or for ever; below 0 counts as 0.</param>
    /// <param name="later">The room of each later period; below 0 counts as 0.</param>
    /// <param name="report">The budget.</param>
    /// <param name="calendar">When its periods end; null where it has none.</param>
    /// <param name="utcNow">The time.</param>
    internal PacedRoom(decimal now, decimal later, in BudgetReport report, PeriodCalendar? calendar, DateTimeOffset utcNow)
    {
        _now = Math.Max(now, 0m);
        _later = Math.Max(later, 0m);
        if (calendar is null || report.PeriodEnd is not { } end)
            return;
        _calendar = calendar;
        _end = end.UtcTicks;
        _secondsToEnd = Math.Max((end - utcNow).TotalSeconds, 0);
    }

    /// <summary>Whether the budget has a period that ends.</summary>
    internal bool HasPeriod => _calendar is not null;

    /// <summary>The room until the period ends, or for ever.</summary>
    internal decimal Now => _now;

    /// <summary>Whether the present period, or the whole time of a budget without one, has room for its part of the cost.</summary>
    internal bool HoldsNow(decimal cost, double seconds)
    {
        if (_calendar is null || seconds <= _secondsToEnd)
            return cost <= _now;
        return IsHeld(Saturating.Product(cost, _secondsToEnd / seconds), _now);
    }

    /// <summary>Whether every period after the present one has room for its part of the cost.</summary>
    internal bool HoldsLater(decimal cost, double seconds)
    {
        if (_calendar is null)
            return true;
        var left = seconds - _secondsToEnd;
        var start = _end;
        for (var i = 0; i < MostPeriods && left > 0; i++)
        {
            var end = _calendar.EndAfter(start);
            var length = end == PeriodCalendar.Never ? left : Math.Min(left, TimeSpan.FromTicks(end - start).TotalSeconds);
            if (!IsHeld(Saturating.Product(cost, length / seconds), _later))
                return false;
            left -= length;
            start = end;
        }

        return true;
    }

    /// <summary>After how many seconds the room is used up at a pace; null where the period ends before.</summary>
    /// <param name="cost">The cost of the seconds; above 0.</param>
    /// <param name="seconds">Above 0.</param>
    internal double? SecondsToExhaustion(decimal cost, double seconds)
    {
        var exhaustion = (double)_now / (double)cost * seconds;
        return _calendar is not null && exhaustion >= _secondsToEnd * (1 - Tolerance) ? null : exhaustion;
    }

    private static bool IsHeld(decimal cost, decimal room) => cost <= Saturating.Product(room, 1 + Tolerance);
}
