using System.Globalization;

namespace BudgetEnforcement.Tool.Replay.Times;

/// <summary>Whether the day or the month stands first in the dates of a file, such as <c>31/12/2025</c>.</summary>
internal enum DayOrder
{
    /// <summary>No date tells.</summary>
    Unknown,

    /// <summary>A number above 12 stands first.</summary>
    DayFirst,

    /// <summary>A number above 12 stands second.</summary>
    MonthFirst,

    /// <summary>Dates of both forms are there.</summary>
    Mixed,
}

/// <summary>Finds out the order from dates that can be read in one way only.</summary>
internal static class DayOrders
{
    private const int Months = 12;

    // Of years with two digits.
    private const int Youngest = 15;

    internal static DayOrder Of(IEnumerable<string> texts)
    {
        var order = DayOrder.Unknown;
        foreach (var text in texts)
        {
            var one = Of(text);
            if (one is DayOrder.Unknown || one == order)
                continue;
            if (order is not DayOrder.Unknown)
                return DayOrder.Mixed;
            order = one;
        }

        return order;
    }

    /// <summary>The order in one date; unknown where both numbers may be months, or where it is no such date.</summary>
    internal static DayOrder Of(ReadOnlySpan<char> text) => !IsDayAndMonth(text, out var first, out var second) ? DayOrder.Unknown
        : (first > Months, second > Months) switch
        {
            (true, false) when !MayBeginWithYear(text, first) => DayOrder.DayFirst,
            (false, true) => DayOrder.MonthFirst,
            _ => DayOrder.Unknown,
        };

    // 25-01-02 is a day of 2025 rather than one of 2002: costs that old are not replayed.
    private static bool MayBeginWithYear(ReadOnlySpan<char> text, int first)
    {
        var parts = text.Trim();
        var last = parts[(parts.LastIndexOfAny('/', '-') + 1)..];
        var digits = last.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? last[..end] : last;
        return digits.Length <= 2 && first >= Youngest && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year < Youngest;
    }

    /// <summary>Whether a text is like <c>02/01/2026</c> or <c>2-1-26</c>: three numbers, the year last.</summary>
    internal static bool IsDayAndMonth(ReadOnlySpan<char> text, out int first, out int second)
    {
        (first, second) = (0, 0);
        text = text.Trim();
        var separator = text.IndexOfAny('/', '-');
        if (separator is not (1 or 2))
            return false;
        var rest = text[(separator + 1)..];
        var end = rest.IndexOf(text[separator]);
        return end is 1 or 2
            && int.TryParse(text[..separator], NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out second)
            && rest.Length > end + 1 && char.IsAsciiDigit(rest[end + 1]);
    }
}
