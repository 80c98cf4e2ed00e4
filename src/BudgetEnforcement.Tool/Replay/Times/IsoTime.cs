using System.Globalization;

namespace BudgetEnforcement.Tool.Replay.Times;

/// <summary>
/// Reads <c>2026-03-17T14:02:11.402Z</c> and its shorter and longer forms, a blank in the place of the <c>T</c> and any number of decimals: what
/// nearly every file has, read without trying a list of forms.
/// </summary>
internal static class IsoTime
{
    private const int DayLength = 10;
    private const int MinutesLength = 16;
    private const int SecondsLength = 19;
    private const int TickDigits = 7;
    private const int MaxOffsetHours = 14;

    internal static bool TryRead(ReadOnlySpan<char> text, out ReadTime time, out bool isADay)
    {
        time = default;
        isADay = text.Length == DayLength;
        if (text.Length < DayLength || text[4] is not '-' || text[7] is not '-'
            || !TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) || !TryNumber(text[8..DayLength], out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var date = new DateTime(year, month, day);
        if (isADay)
        {
            time = new ReadTime(date, null);
            return true;
        }

        if (text.Length < MinutesLength || text[DayLength] is not ('T' or 't' or ' ') || text[13] is not ':'
            || !TryNumber(text[11..13], out var hour) || !TryNumber(text[14..MinutesLength], out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        var clock = new TimeSpan(hour, minute, 0);
        var rest = text[MinutesLength..];
        if (rest is [':', ..])
        {
            if (text.Length < SecondsLength || !TryNumber(rest[1..3], out var second) || second > 59)
                return false;
            clock += TimeSpan.FromSeconds(second);
            rest = text[SecondsLength..];
            if (!TryFraction(ref rest, ref clock))
                return false;
        }

        if (!TryOffset(rest, out var offset))
            return false;
        time = new ReadTime(date + clock, offset);
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<char> rest, ref TimeSpan clock)
    {
        if (rest is not ['.' or ',', ..])
            return true;
        var digits = rest[1..];
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        if (length < 0)
            length = digits.Length;
        if (length == 0)
            return false;

        long ticks = 0;
        for (var i = 0; i < TickDigits; i++)
            ticks = (ticks * 10) + (i < length ? digits[i] - '0' : 0);
        clock += TimeSpan.FromTicks(ticks);
        rest = digits[length..];
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> rest, out TimeSpan? offset)
    {
        offset = null;
        rest = rest.Trim();
        if (rest.IsEmpty)
            return true;
        if (rest is "Z" or "z" or "UTC" or "GMT")
        {
            offset = TimeSpan.Zero;
            return true;
        }

        if (rest is not ['+' or '-', ..])
            return false;
        var sign = rest[0] is '-' ? -1 : 1;
        rest = rest[1..];
        var minutes = 0;
        if (rest.Length < 2 || !TryNumber(rest[..2], out var hours) || hours > MaxOffsetHours)
            return false;
        rest = rest[2..];
        if (rest is [':', ..])
            rest = rest[1..];
        if (!rest.IsEmpty && (rest.Length != 2 || !TryNumber(rest, out minutes) || minutes > 59))
            return false;
        offset = sign * new TimeSpan(hours, minutes, 0);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        return !text.ContainsAnyExceptInRange('0', '9') && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
