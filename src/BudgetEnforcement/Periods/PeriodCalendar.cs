using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>When the periods of a budget end.</summary>
internal sealed class PeriodCalendar(BudgetPeriod period, TimeZoneInfo zone)
{
    /// <summary>The value of an end that never comes.</summary>
    internal const long Never = long.MaxValue;

    // A million budgets use few zones, so all budgets of a zone share its calendars.
    private static readonly ConditionalWeakTable<TimeZoneInfo, PeriodCalendar[]> Shared = [];

    // More than two of the longest periods and any offset. Nothing is computed nearer to the ends of the calendar.
    private const long Margin = 100 * TimeSpan.TicksPerDay;

    internal BudgetPeriod Period => period;

    /// <summary>
    /// The longest time, in ticks, that a right end can lie ahead: two of the shortest periods, which is more than one of the longest.
    /// </summary>
    internal long LongestPlausibleWait { get; } = period switch
    {
        BudgetPeriod.Daily => 44 * TimeSpan.TicksPerHour,
        BudgetPeriod.Weekly => 13 * TimeSpan.TicksPerDay,
        _ => 55 * TimeSpan.TicksPerDay,
    };

    internal static PeriodCalendar? For(BudgetOptions options) => options.Period == BudgetPeriod.None
        ? null
        : Shared.GetValue(options.Zone ?? TimeZoneInfo.Utc, AllOf)[(int)options.Period];

    /// <summary>The first instant after <paramref name="now"/> at which the clocks of the zone show a date of the next period.</summary>
    /// <param name="now">An instant, in ticks of UTC.</param>
    /// <returns>
    /// The instant, in ticks of UTC, later than <paramref name="now"/>; <see cref="Never"/> where the calendar ends before the period.
    /// </returns>
    internal long EndAfter(long now)
    {
        if (now > DateTime.MaxValue.Ticks - Margin)
            return Never;
        now = Math.Max(now, Margin);
        var local = TimeZoneInfo.ConvertTimeFromUtc(new DateTime(now, DateTimeKind.Utc), zone);
        return FirstInstantOf(StartOfNext(local), now);
    }

    /// <summary>When the period began that <paramref name="now"/> is in.</summary>
    /// <param name="now">An instant, in ticks of UTC.</param>
    /// <returns>The instant, in ticks of UTC, not later than <paramref name="now"/>; 0 near the ends of the calendar.</returns>
    internal long StartAtOrBefore(long now)
    {
        // An end lies in every stretch of that length.
        var start = 0L;
        for (var end = EndAfter(Math.Max(0, now - LongestPlausibleWait)); end <= now; end = EndAfter(end))
            start = end;
        return start;
    }

    private static PeriodCalendar[] AllOf(TimeZoneInfo zone) => [.. Enum.GetValues<BudgetPeriod>().Select(period => new PeriodCalendar(period, zone))];

    private DateTime StartOfNext(DateTime local) => period switch
    {
        BudgetPeriod.Daily => local.Date.AddDays(1),
        BudgetPeriod.Weekly => local.Date.AddDays(7 - (((int)local.DayOfWeek + 6) % 7)),
        _ => new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1),
    };

    // The clocks show a midnight once, twice or, where they are put forward over it, never.
    private long FirstInstantOf(DateTime midnight, long after)
    {
        var before = OffsetAt(midnight.AddDays(-1).Ticks);
        var behind = OffsetAt(midnight.AddDays(1).Ticks);
        var early = midnight.Ticks - Math.Max(before, behind);
        var late = midnight.Ticks - Math.Min(before, behind);
        if (early > after && Shows(early, midnight))
            return early;
        if (late > after && Shows(late, midnight))
            return late;

        // The clocks never show this midnight: the day begins where they jump, between the two.
        var (low, high) = (Math.Max(early, after), late);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (middle + OffsetAt(middle) >= midnight.Ticks)
                high = middle;
            else
                low = middle;
        }

        return Math.Max(high, after + 1);
    }

    private bool Shows(long instant, DateTime local) => instant + OffsetAt(instant) == local.Ticks;

    private long OffsetAt(long instant) => zone.GetUtcOffset(new DateTime(instant, DateTimeKind.Utc)).Ticks;
}
