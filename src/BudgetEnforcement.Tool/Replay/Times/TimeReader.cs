using System.Globalization;

namespace BudgetEnforcement.Tool.Replay.Times;

/// <summary>
/// Reads the times of one file: ISO 8601 and its kin, days with points, months in letters, seconds since 1970, what <c>--time-format</c> says, and
/// what a culture says. If the day or the month may come first in a date, the user is asked, unless other dates of the file tell.
/// </summary>
/// <param name="zone">The zone of times without an offset.</param>
/// <param name="formats">How times are written; empty where that is not known.</param>
/// <param name="culture">The culture of the file; null where it is not known.</param>
/// <param name="order">Whether the day or the month stands first.</param>
internal sealed class TimeReader(TimeZoneInfo zone, string[] formats, CultureInfo? culture, DayOrder order)
{
    // A cost of another time is a mistake, or at the end of the range of calendars.
    private static readonly long Earliest = new DateTime(1900, 1, 1).Ticks;
    private static readonly long Latest = new DateTime(2200, 1, 1).Ticks;

    private const int MaxLength = 64;

    private const DateTimeStyles Styles = DateTimeStyles.AllowWhiteSpaces;

    // The days that the exact forms below read, with the time of the day behind them.
    private static readonly string[] Days =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy/M/d", "yyyy.MM.dd", "yyyyMMdd", "d.M.yyyy", "dd.MM.yyyy", "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy",
        "d-MMM-yyyy", "ddd, d MMM yyyy", "dddd, MMMM d, yyyy", "ddd, MMM d, yyyy", "yyyy-MM", "MMM yyyy", "MMMM yyyy",
    ];

    private static readonly string[] DaysFirst = ["d/M/yyyy", "d/M/yy", "d-M-yyyy", "d-M-yy"];
    private static readonly string[] MonthsFirst = ["M/d/yyyy", "M/d/yy", "M-d-yyyy", "M-d-yy"];

    private static readonly string[] Clocks =
    [
        "", " HH:mm", " HH:mm:ss", " HH:mm:ss.FFFFFFF", "'T'HH:mm", "'T'HH:mm:ss", "'T'HH:mm:ss.FFFFFFF", " h:mm tt", " h:mm:ss tt", "', 'h:mm tt", "', 'h:mm:ss tt", "', 'HH:mm",
    ];

    private static readonly string[] Exact = WithClocks(Days);
    private static readonly string[] ExactWithOffset = WithOffsets(Exact);
    private static readonly string[] ExactDaysFirst = WithClocks(DaysFirst);
    private static readonly string[] ExactMonthsFirst = WithClocks(MonthsFirst);

    /// <summary>Whether a time was read that has no offset, so that it was taken as one of the zone.</summary>
    internal bool HasReadLocal { get; private set; }

    /// <summary>Whether a time was read that is more than a day.</summary>
    internal bool HasReadClock { get; private set; }

    internal TimeProblem Read(ReadOnlySpan<char> text, out long utcTicks)
    {
        var problem = ReadAny(text, out utcTicks);
        return problem is TimeProblem.None && (utcTicks < Earliest || utcTicks > Latest) ? TimeProblem.NotATime : problem;
    }

    private TimeProblem ReadAny(ReadOnlySpan<char> text, out long utcTicks)
    {
        utcTicks = 0;
        text = text.Trim();
        if (text.IsEmpty || text.Length > MaxLength)
            return TimeProblem.NotATime;
        if (formats.Length > 0)
        {
            var isRead = TryReadExact(text, formats, culture ?? CultureInfo.InvariantCulture, out utcTicks) || IsoTime.TryRead(text, out var own, out _) && TryPlace(own, out utcTicks);
            return isRead ? TimeProblem.None : TimeProblem.NotATime;
        }

        if (IsoTime.TryRead(text, out var iso, out var isInDays))
        {
            HasReadClock |= !isInDays;
            return TryPlace(iso, out utcTicks) ? TimeProblem.None : TimeProblem.NotATime;
        }

        if (UnixTime.TryRead(text, out utcTicks))
        {
            HasReadClock = true;
            return TimeProblem.None;
        }

        return ReadOther(text, out utcTicks);
    }

    private TimeProblem ReadOther(ReadOnlySpan<char> text, out long utcTicks)
    {
        if (TryReadExact(text, Exact, CultureInfo.InvariantCulture, out utcTicks) || TryReadExact(text, ExactWithOffset, CultureInfo.InvariantCulture, out utcTicks))
            return TimeProblem.None;
        if (culture is not null && DateTime.TryParse(text, culture, Styles, out var local))
        {
            HasReadClock |= local.TimeOfDay != TimeSpan.Zero;
            return TryPlace(new ReadTime(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), null), out utcTicks) ? TimeProblem.None : TimeProblem.NotATime;
        }

        return ReadDayAndMonth(text, out utcTicks);
    }

    private TimeProblem ReadDayAndMonth(ReadOnlySpan<char> text, out long utcTicks)
    {
        utcTicks = 0;
        if (!DayOrders.IsDayAndMonth(text, out _, out _))
            return TimeProblem.NotATime;
        var own = DayOrders.Of(text);
        if (own is DayOrder.Unknown)
            own = order;
        else if (order is not (DayOrder.Unknown or DayOrder.Mixed) && own != order)
            return TimeProblem.Ambiguous;
        return own is DayOrder.Unknown or DayOrder.Mixed ? TimeProblem.Ambiguous
            : TryReadExact(text, own is DayOrder.DayFirst ? ExactDaysFirst : ExactMonthsFirst, CultureInfo.InvariantCulture, out utcTicks) ? TimeProblem.None
            : TimeProblem.NotATime;
    }

    private bool TryReadExact(ReadOnlySpan<char> text, string[] forms, CultureInfo forCulture, out long utcTicks)
    {
        utcTicks = 0;
        var withOffset = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | Styles;
        if (!DateTime.TryParseExact(text, forms, forCulture, Styles, out var local))
            return false;
        HasReadClock |= local.TimeOfDay != TimeSpan.Zero;
        var hasOffset = local.Kind is not DateTimeKind.Unspecified || text.EndsWith("Z", StringComparison.Ordinal)
            || text.EndsWith("UTC", StringComparison.Ordinal) || text.EndsWith("GMT", StringComparison.Ordinal);
        if (!hasOffset)
            return TryPlace(new ReadTime(local, null), out utcTicks);
        if (!DateTime.TryParseExact(text, forms, forCulture, withOffset, out var utc))
            return false;
        utcTicks = utc.Ticks;
        return true;
    }

    private bool TryPlace(ReadTime time, out long utcTicks)
    {
        if (time.Offset is { } offset)
        {
            utcTicks = time.Local.Ticks - offset.Ticks;
        }
        else
        {
            // An hour that the clocks leave out is taken with the offset before it; of one that comes twice the second counts, as the framework has it.
            HasReadLocal = true;
            utcTicks = time.Local.Ticks - zone.GetUtcOffset(time.Local).Ticks;
        }

        return utcTicks >= 0 && utcTicks <= DateTime.MaxValue.Ticks;
    }

    private static string[] WithClocks(string[] days) => [.. from day in days from clock in Clocks select day + clock];

    private static string[] WithOffsets(string[] forms) =>
        [.. from form in forms from offset in (string[])["zzz", " zzz", "'Z'", " 'UTC'", " 'GMT'"] where form.Contains("mm", StringComparison.Ordinal) select form + offset];
}
