using System.Numerics;

namespace BudgetEnforcement.Tool.Replay.Numbers;

/// <summary>Turns whole numbers and fractions into <see cref="decimal"/>: exactly where it holds them, else rounded up, which is told.</summary>
internal static class ExactNumber
{
    private const int MaxScale = 28;

    private static readonly BigInteger MaxMantissa = new(decimal.MaxValue);
    private static readonly BigInteger[] Powers = [.. Enumerable.Range(0, 64).Select(power => BigInteger.Pow(10, power))];

    /// <summary>10 to a power of 0 to 63.</summary>
    internal static BigInteger Power(int power) => Powers[power];

    /// <summary>
    /// <paramref name="numerator"/> ÷ <paramref name="denominator"/> with at most 28 decimals, or as many fewer as are needed to hold it. What is
    /// left is rounded up: a cost is not taken for less, and a credit not for more.
    /// </summary>
    /// <returns>Whether decimal can hold so large a value.</returns>
    internal static bool TryDivide(BigInteger numerator, BigInteger denominator, out decimal value, out bool isRounded)
    {
        for (var scale = MaxScale; scale >= 0; scale--)
        {
            var quotient = BigInteger.DivRem(numerator * Powers[scale], denominator, out var rest);
            if (rest.Sign > 0)
                quotient += 1;
            if (BigInteger.Abs(quotient) > MaxMantissa)
                continue;

            isRounded = !rest.IsZero;
            value = Make(quotient, scale);
            return true;
        }

        (value, isRounded) = (0m, false);
        return false;
    }

    /// <summary>A sum in units of 10⁻²⁸ with no more decimals than it needs; the least or the largest decimal where it is beyond.</summary>
    internal static decimal OfUnits(BigInteger units, out bool isRounded)
    {
        isRounded = false;
        if (ExactDecimal.TryFromUnits(units, out var value) || TryDivide(units, Powers[MaxScale], out value, out isRounded))
            return value;
        isRounded = true;
        return units.Sign < 0 ? decimal.MinValue : decimal.MaxValue;
    }

    /// <summary>A sum in units of 10⁻²⁸, 0 or more, as two decimals that are exactly as much.</summary>
    internal static (decimal Most, decimal Least) Split(BigInteger units)
    {
        if (ExactDecimal.TryFromUnits(units, out var value))
            return (value, 0m);
        var rest = units % Powers[MaxScale];
        return (ExactDecimal.TryFromUnits(units - rest, out var most) ? most : decimal.MaxValue, ExactDecimal.TryFromUnits(rest, out var least) ? least : 0m);
    }

    /// <summary>A whole number ÷ 10 to a power, which decimal holds.</summary>
    internal static decimal Make(BigInteger mantissa, int scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits((decimal)BigInteger.Abs(mantissa), bits);
        return new decimal(bits[0], bits[1], bits[2], mantissa.Sign < 0, (byte)scale);
    }

    /// <summary>A whole number ÷ 10 to a power, where both fit.</summary>
    internal static bool TryMake(UInt128 mantissa, int scale, bool isNegative, out decimal value)
    {
        if (mantissa >> 96 != UInt128.Zero || scale is < 0 or > MaxScale)
        {
            value = 0m;
            return false;
        }

        unchecked
        {
            value = new decimal((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), isNegative, (byte)scale);
        }

        return true;
    }
}
