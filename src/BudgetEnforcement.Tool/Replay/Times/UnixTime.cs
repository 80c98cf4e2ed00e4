using System.Globalization;

namespace BudgetEnforcement.Tool.Replay.Times;

/// <summary>Reads seconds, milliseconds, microseconds and nanoseconds since 1970, which their number of digits tells, and decimals of them.</summary>
internal static class UnixTime
{
    private const int SecondsDigits = 10;
    private const int NanosecondsDigits = 19;
    private const int TickDigits = 17;

    // Beyond is 2033; there 2026031710 would stand, which is an hour of 2026 to people.
    private const char MostFirstDigit = '1';

    internal static bool TryRead(ReadOnlySpan<char> text, out long utcTicks)
    {
        utcTicks = 0;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (whole.Length is not (SecondsDigits or 13 or 16 or NanosecondsDigits) || whole[0] > MostFirstDigit
            || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9') || (point >= 0 && fraction.IsEmpty))
        {
            return false;
        }

        // A tick is the seventh decimal of a second in every unit.
        Span<char> digits = stackalloc char[TickDigits];
        digits.Fill('0');
        var count = Math.Min(whole.Length, TickDigits);
        whole[..count].CopyTo(digits);
        fraction[..Math.Min(fraction.Length, TickDigits - count)].CopyTo(digits[count..]);
        utcTicks = DateTime.UnixEpoch.Ticks + long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }
}
