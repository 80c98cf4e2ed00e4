namespace BudgetEnforcement.Tests.Periods;

/// <summary>Walks through the minutes and notes when the clocks of a zone show another period. It knows nothing of offsets.</summary>
internal sealed class LookingCalendar
{
    private static readonly DateTime SomeMonday = new(1900, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly List<(DateTimeOffset Start, int Period)> _stretches = [];

    internal LookingCalendar(TimeZoneInfo zone, BudgetPeriod period, DateTimeOffset from, DateTimeOffset until)
    {
        for (var minute = from; minute < until; minute += TimeSpan.FromMinutes(1))
        {
            var number = Number(TimeZoneInfo.ConvertTime(minute, zone).DateTime, period);
            if (_stretches.Count == 0 || _stretches[^1].Period != number)
                _stretches.Add((minute, number));
        }
    }

    /// <summary>Instants all over, and both sides of every change.</summary>
    internal IEnumerable<DateTimeOffset> Instants(DateTimeOffset from, DateTimeOffset until)
    {
        for (var now = from; now < until; now += TimeSpan.FromMinutes(307))
            yield return now;
        foreach (var (start, _) in _stretches.Where(stretch => stretch.Start > from && stretch.Start < until))
        {
            yield return start - TimeSpan.FromTicks(1);
            yield return start;
            yield return start + TimeSpan.FromTicks(1);
            yield return start + TimeSpan.FromMinutes(30);
        }
    }

    /// <summary>The first start of a later period than the one that is shown now.</summary>
    internal DateTimeOffset EndAfter(DateTimeOffset now)
    {
        var current = _stretches.FindLastIndex(stretch => stretch.Start <= now);
        var next = _stretches.FindIndex(current, stretch => stretch.Period > _stretches[current].Period);
        return _stretches[next].Start;
    }

    private static int Number(DateTime local, BudgetPeriod period) => period switch
    {
        BudgetPeriod.Daily => (local.Date - SomeMonday).Days,
        BudgetPeriod.Weekly => (local.Date - SomeMonday).Days / 7,
        _ => (local.Year * 12) + local.Month,
    };
}
