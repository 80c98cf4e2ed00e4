using System.Globalization;

namespace BudgetEnforcement.Tool.Replay.Numbers;

/// <summary>Tells the separator of decimals from those of thousands, and remembers for one file which of point and comma it was.</summary>
/// <param name="culture">The culture of the numbers; null where it is not known.</param>
/// <param name="pointIsDecimal">Whether a point before three digits stands before decimals.</param>
internal sealed class NumberShape(CultureInfo? culture, bool pointIsDecimal)
{
    private const int GroupSize = 3;
    private const int SmallGroup = 2;
    private const char ArabicDecimal = '٫';
    private const char ArabicGroup = '٬';

    private readonly char _cultureDecimal = culture?.NumberFormat.NumberDecimalSeparator[0] ?? default;
    private readonly char _cultureGroup = culture is null ? default : Unified(culture.NumberFormat.NumberGroupSeparator is [var group, ..] ? group : default);
    private char _decimal;

    /// <summary>Whether a text is digits in groups of three between commas or points.</summary>
    internal static bool IsGroupedBy(ReadOnlySpan<char> text, char separator)
    {
        var isFirst = true;
        while (true)
        {
            var at = text.IndexOf(separator);
            var group = at < 0 ? text : text[..at];
            if (group.ContainsAnyExceptInRange('0', '9') || (isFirst ? group.Length is 0 or > GroupSize || group[0] is '0' : group.Length != GroupSize))
                return false;
            if (at < 0)
                return !isFirst;
            isFirst = false;
            text = text[(at + 1)..];
        }
    }

    /// <summary>Reads the part between signs and exponent.</summary>
    /// <param name="text">Digits and separators.</param>
    /// <param name="hasExponent">Whether an exponent follows: such a number has no thousands.</param>
    /// <param name="digits">Takes the digits, in ASCII.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="decimals">How many of them are decimals.</param>
    internal NumberProblem Read(ReadOnlySpan<char> text, bool hasExponent, Span<char> digits, out int count, out int decimals)
    {
        decimals = 0;
        if (!TryFindSeparators(text, digits, out count, out var seen))
            return NumberProblem.NotANumber;

        var separator = DecimalOf(text, seen, hasExponent, out var problem);
        if (problem is not NumberProblem.None)
            return problem;
        var at = separator == default ? -1 : text.LastIndexOf(separator);
        if (at >= 0)
        {
            var fraction = text[(at + 1)..];
            if (text.IndexOf(separator) != at || HasSeparator(fraction))
                return NumberProblem.NotANumber;
            decimals = fraction.Length;
        }

        var whole = at < 0 ? text : text[..at];
        if (HasSeparator(whole) && (hasExponent || !IsGrouped(whole)))
            return NumberProblem.NotANumber;
        return Remember(separator, seen);
    }

    // Digits of every script are digits; any other character must be a separator.
    private static bool TryFindSeparators(ReadOnlySpan<char> text, Span<char> digits, out int count, out Separators seen)
    {
        (count, seen) = (0, default);
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character))
                digits[count++] = character;
            else if (CharUnicodeInfo.GetDecimalDigitValue(character) is >= 0 and var digit)
                digits[count++] = (char)('0' + digit);
            else if (character is '.')
                seen.Points++;
            else if (character is ',')
                seen.Commas++;
            else if (character is ArabicDecimal)
                seen.ArabicDecimals++;
            else if (Unified(character) is ' ' or '\'' or ArabicGroup)
                seen.Others++;
            else
                return false;
        }

        return count > 0;
    }

    private char DecimalOf(ReadOnlySpan<char> text, in Separators seen, bool hasExponent, out NumberProblem problem)
    {
        problem = NumberProblem.None;
        if (culture is not null)
        {
            if (seen.Points + seen.Commas + seen.ArabicDecimals > 0 && HasForeign(text))
                problem = NumberProblem.NotANumber;
            return text.Contains(_cultureDecimal) ? _cultureDecimal : default;
        }

        if (seen.ArabicDecimals > 0)
            return ArabicDecimal;
        if (seen is { Points: > 0, Commas: > 0 })
            return text.LastIndexOf('.') > text.LastIndexOf(',') ? '.' : ',';
        if (seen.Points + seen.Commas == 0)
            return default;

        var only = seen.Points > 0 ? '.' : ',';
        if (seen.Points + seen.Commas > 1)
            return default;
        if (seen.Others == 0 && !hasExponent && IsGroupedBy(text, only) && !(only is '.' && pointIsDecimal))
            problem = NumberProblem.Ambiguous;
        return only;
    }

    // In a number of a known culture every separator is one of its own.
    private bool HasForeign(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (character is '.' or ',' or ArabicDecimal && character != _cultureDecimal && character != _cultureGroup)
                return true;
        }

        return false;
    }

    private NumberProblem Remember(char separator, in Separators seen)
    {
        if (culture is not null || seen.Points + seen.Commas == 0)
            return NumberProblem.None;

        // Where point or comma stands between thousands, the decimals are behind the other one.
        var isDecimal = separator is '.' or ',' ? separator : seen.Points > 0 ? ',' : '.';
        if (_decimal == default)
            _decimal = isDecimal;
        return _decimal == isDecimal ? NumberProblem.None : NumberProblem.OtherSeparator;
    }

    // 1,234,567 and 12,34,567: the last group has three digits, the first is not 0, and all separators are the same.
    private static bool IsGrouped(ReadOnlySpan<char> whole)
    {
        char separator = default;
        var length = 0;
        var isFirst = true;
        foreach (var character in whole)
        {
            if (CharUnicodeInfo.GetDecimalDigitValue(character) >= 0)
            {
                length++;
                continue;
            }

            var unified = Unified(character);
            if (separator != default && separator != unified)
                return false;
            if (isFirst ? length is 0 or > GroupSize || CharUnicodeInfo.GetDecimalDigitValue(whole[0]) == 0 : length is not (GroupSize or SmallGroup))
                return false;
            (separator, length, isFirst) = (unified, 0, false);
        }

        return length == GroupSize;
    }

    private static bool HasSeparator(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (CharUnicodeInfo.GetDecimalDigitValue(character) < 0)
                return true;
        }

        return false;
    }

    private static char Unified(char character) => character switch
    {
        '\u00A0' or '\u202F' or '\u2009' => ' ',
        '’' => '\'',
        _ => character,
    };

    private struct Separators
    {
        internal int Points;
        internal int Commas;
        internal int ArabicDecimals;
        internal int Others;
    }
}
