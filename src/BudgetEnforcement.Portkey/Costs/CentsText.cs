using System.Numerics;

namespace BudgetEnforcement.Portkey;

/// <summary>Reads an amount of cents as JSON writes numbers, digit by digit and in no culture.</summary>
internal static class CentsText
{
    // Decimal has 29 digits and 28 decimals; those after these are below the smallest unit of any amount that it holds.
    private const int KeptDigits = 80;
    private const int MostExponent = 10_000;
    private const int MostDigitsOfUnits = 60;
    private const int CentsInDollar = 2; // as a power of ten

    internal enum Result
    {
        Amount,
        NotANumber,
        Negative,
        TooLarge,
    }

    /// <summary>Reads an amount. A part below 10⁻²⁸ dollars is rounded up.</summary>
    internal static Result Read(ReadOnlySpan<char> text, out Dollars dollars)
    {
        dollars = default;
        var isNegative = text.StartsWith("-");
        if (isNegative)
            text = text[1..];
        if (!TrySplit(text, out var whole, out var fraction, out var exponent))
            return Result.NotANumber;

        Span<char> digits = stackalloc char[KeptDigits];
        var kept = 0;
        var isMore = false;
        exponent -= Keep(whole, digits, ref kept, ref isMore, isFraction: false) + Keep(fraction, digits, ref kept, ref isMore, isFraction: true);
        if (kept == 0)
            return Result.Amount;
        if (isNegative)
            return Result.Negative;

        exponent += Dollars.Decimals - CentsInDollar;
        if (kept + exponent > MostDigitsOfUnits)
            return Result.TooLarge;
        dollars = new Dollars(Scale(BigInteger.Parse(digits[..kept], provider: System.Globalization.CultureInfo.InvariantCulture), kept, exponent, isMore));
        return Result.Amount;
    }

    private static bool TrySplit(ReadOnlySpan<char> text, out ReadOnlySpan<char> whole, out ReadOnlySpan<char> fraction, out int exponent)
    {
        exponent = 0;
        var e = text.IndexOfAny('e', 'E');
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.');
        whole = point < 0 ? mantissa : mantissa[..point];
        fraction = point < 0 ? [] : mantissa[(point + 1)..];
        return AreDigits(whole) && (point < 0 || AreDigits(fraction)) && (e < 0 || TryReadExponent(text[(e + 1)..], out exponent));
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');

    // An exponent that is too large for a number counts as the largest one: the amount is then too large, or the smallest above zero.
    private static bool TryReadExponent(ReadOnlySpan<char> text, out int exponent)
    {
        exponent = 0;
        var isNegative = text.StartsWith("-");
        if (isNegative || text.StartsWith("+"))
            text = text[1..];
        if (!AreDigits(text))
            return false;
        foreach (var digit in text)
            exponent = Math.Min((exponent * 10) + (digit - '0'), MostExponent);
        if (isNegative)
            exponent = -exponent;
        return true;
    }

    /// <summary>Keeps the digits from the first that is not zero on.</summary>
    /// <returns>The number of decimal places by which the digits that are kept must be moved to the right.</returns>
    private static int Keep(ReadOnlySpan<char> text, Span<char> digits, ref int kept, ref bool isMore, bool isFraction)
    {
        var shift = 0;
        foreach (var digit in text)
        {
            if (kept == digits.Length)
            {
                isMore |= digit != '0';
                shift -= isFraction ? 0 : 1;
                continue;
            }

            if (digit != '0' || kept > 0)
                digits[kept++] = digit;
            shift += isFraction ? 1 : 0;
        }

        return shift;
    }

    private static BigInteger Scale(BigInteger value, int digits, int exponent, bool isMore)
    {
        if (exponent >= 0)
            return (value * BigInteger.Pow(10, exponent)) + (isMore ? 1 : 0);
        if (-exponent > digits)
            return BigInteger.One;
        var units = BigInteger.DivRem(value, BigInteger.Pow(10, -exponent), out var rest);
        return isMore || !rest.IsZero ? units + 1 : units;
    }
}
