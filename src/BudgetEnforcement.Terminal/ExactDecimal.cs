using System.Globalization;
using System.Numerics;

namespace BudgetEnforcement.Terminal;

/// <summary>
/// Ways into <see cref="decimal"/> that never round. <see cref="decimal.Parse(string)"/> and the operators of <see cref="decimal"/> drop
/// digits without a word once there are more than 28 or 29: <c>1e-29</c> becomes 0. Here that is an answer, <see langword="false"/>.
/// </summary>
internal static class ExactDecimal
{
    /// <summary>The most decimals that <see cref="decimal"/> has.</summary>
    private const int MaxScale = 28;

    // An exponent that long outweighs any text that fits into memory, so it may stand for all that are longer.
    private const int ExponentDigits = 17;

    private static readonly BigInteger[] Powers = [.. Enumerable.Range(0, MaxScale + 1).Select(power => BigInteger.Pow(10, power))];
    private static readonly BigInteger UnitsPerOne = Powers[MaxScale];
    private static readonly BigInteger MaxMantissa = new(decimal.MaxValue);

    /// <summary>Reads a number as programs print it: digits, one point, an exponent, a sign; blanks around it.</summary>
    internal static ParseOutcome Parse(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0m;
        text = text.Trim();
        var negative = text is ['-', ..];
        if (text is ['-' or '+', ..])
            text = text[1..];

        var exponentAt = text.IndexOfAny('e', 'E');
        var exponent = 0L;
        if (exponentAt >= 0)
        {
            if (!TryReadExponent(text[(exponentAt + 1)..], out exponent))
                return ParseOutcome.NotANumber;
            text = text[..exponentAt];
        }

        var pointAt = text.IndexOf('.');
        var whole = pointAt < 0 ? text : text[..pointAt];
        var fraction = pointAt < 0 ? default : text[(pointAt + 1)..];
        if (whole.Length + fraction.Length == 0 || HasOtherThanDigits(whole) || HasOtherThanDigits(fraction))
            return ParseOutcome.NotANumber;

        var digits = string.Concat(whole, fraction).AsSpan().TrimStart('0');
        var significant = digits.TrimEnd('0');
        if (significant.IsEmpty)
            return ParseOutcome.Exact;

        // The value is significant × 10^power.
        var power = exponent - fraction.Length + (digits.Length - significant.Length);
        if (significant.Length > MaxScale + 1 || power is < -MaxScale or > MaxScale)
            return ParseOutcome.NotExact;

        var mantissa = BigInteger.Parse(significant, NumberStyles.None, CultureInfo.InvariantCulture);
        if (!TryMake(power >= 0 ? mantissa * BigInteger.Pow(10, (int)power) : mantissa, power >= 0 ? 0 : (int)-power, out value))
            return ParseOutcome.NotExact;

        if (negative)
            value = -value;
        return ParseOutcome.Exact;
    }

    /// <summary>The value as a count of units of 10⁻²⁸, which every <see cref="decimal"/> is.</summary>
    internal static BigInteger ToUnits(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = unchecked(((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0]);
        var units = mantissa * Powers[MaxScale - ((bits[3] >> 16) & 0xFF)];
        return bits[3] < 0 ? -units : units;
    }

    /// <summary>A count of units of 10⁻²⁸ as <see cref="decimal"/>, where it can hold it.</summary>
    internal static bool TryFromUnits(BigInteger units, out decimal value)
    {
        var scale = MaxScale;
        while (scale > 0 && units % 10 == 0)
        {
            units /= 10;
            scale--;
        }

        return TryMake(units, scale, out value);
    }

    /// <summary><paramref name="count"/> × <paramref name="price"/> ÷ 10⁶ in units of 10⁻²⁸, where that is whole.</summary>
    internal static bool TryPricePerMillion(BigInteger count, decimal price, out BigInteger units)
    {
        units = BigInteger.DivRem(count * ToUnits(price), 1_000_000, out var rest);
        return rest.IsZero;
    }

    /// <summary>
    /// <paramref name="value"/> × <paramref name="numerator"/> ÷ <paramref name="denominator"/>, rounded up to
    /// <paramref name="decimals"/> places: what is paid for is never less than what was used.
    /// </summary>
    internal static decimal ScaleUp(decimal value, BigInteger numerator, BigInteger denominator, int decimals)
    {
        var quotient = BigInteger.DivRem(
            ToUnits(value) * numerator * BigInteger.Pow(10, decimals), denominator * UnitsPerOne, out var rest);
        if (rest.Sign > 0)
            quotient += 1;
        return TryFromUnits(quotient * BigInteger.Pow(10, MaxScale - decimals), out var result)
            ? result
            : throw new OverflowException($"{value} × {numerator} ÷ {denominator} is more than decimal holds.");
    }

    private static bool TryMake(BigInteger mantissa, int scale, out decimal value)
    {
        if (BigInteger.Abs(mantissa) > MaxMantissa)
        {
            value = 0m;
            return false;
        }

        Span<int> bits = stackalloc int[4];
        decimal.GetBits((decimal)mantissa, bits);
        value = new decimal(bits[0], bits[1], bits[2], mantissa.Sign < 0, (byte)scale);
        return true;
    }

    private static bool TryReadExponent(ReadOnlySpan<char> text, out long exponent)
    {
        exponent = 0;
        var negative = text is ['-', ..];
        if (text is ['-' or '+', ..])
            text = text[1..];
        if (text.IsEmpty || HasOtherThanDigits(text))
            return false;

        text = text.TrimStart('0');
        if (!text.IsEmpty)
            exponent = long.Parse(text[..Math.Min(text.Length, ExponentDigits)], NumberStyles.None, CultureInfo.InvariantCulture);
        if (negative)
            exponent = -exponent;
        return true;
    }

    private static bool HasOtherThanDigits(ReadOnlySpan<char> text) => text.ContainsAnyExceptInRange('0', '9');
}
