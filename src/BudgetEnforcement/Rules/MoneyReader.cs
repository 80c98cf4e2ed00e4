using System.Numerics;

namespace BudgetEnforcement;

/// <summary>Converts <see cref="Money"/> to <see cref="decimal"/>, and computes the portion of a limit at which a threshold lies.</summary>
internal static class MoneyReader
{
    private const int FewestDecimals = 2;
    private const int Digits = sizeof(ulong) * 3 / sizeof(uint);

    internal static decimal Read(in Money amount, bool roundUp)
    {
        if (amount.IsZero)
            return 0.00m;

        // An amount that 10ᵏ divides has at least k trailing zero bits, so the search starts there and mostly ends at once. Bits above the
        // lowest 64 do not matter, because a count of 64 already allows the fewest decimals.
        const int fewest = Money.Scale - FewestDecimals;
        for (var power = Math.Min(fewest, BitOperations.TrailingZeroCount(amount.Low)); power >= 0; power--)
        {
            if (TryMake(PowersOfTen.DivideExactly(amount, power), Money.Scale - power, out var value))
                return value;
        }

        return ReadLarge(amount, roundUp);
    }

    /// <summary>limit − spent, which may be negative; rounded down where <see cref="decimal"/> cannot hold it.</summary>
    internal static decimal ReadDifference(in Money left, in Money right) =>
        left >= right ? Read(left - right, roundUp: false) : -Read(right - left, roundUp: true);

    /// <summary>The part in percent of the whole: 0 of nothing, and <see cref="decimal.MaxValue"/> where the quotient is larger.</summary>
    internal static decimal Percentage(in Money part, in Money whole)
    {
        if (whole.IsZero || part.IsZero)
            return 0m;

        var spent = Read(part, roundUp: true);
        var limit = Read(whole, roundUp: false);
        try
        {
            // Multiplying first makes 1 of 3 exactly 33.33…; only amounts of more than 26 digits before the point are too large for that.
            return spent <= decimal.MaxValue / 100m ? spent * 100m / limit : spent / limit * 100m;
        }
        catch (OverflowException)
        {
            return decimal.MaxValue;
        }
    }

    /// <summary>The smallest amount that is not below <paramref name="limit"/> × <paramref name="fraction"/>.</summary>
    /// <param name="limit">The whole.</param>
    /// <param name="fraction">The portion; above 0. A result past 192 bits is <see cref="Money.Max"/>.</param>
    internal static Money Portion(in Money limit, decimal fraction)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(fraction, bits);

        // limit × mantissa, 192 bits by 96, then divided by ten once for each decimal of the fraction.
        Span<uint> limitDigits = stackalloc uint[Digits];
        Span<uint> product = stackalloc uint[Digits + 3];
        Split(limit, limitDigits);
        product.Clear();
        unchecked
        {
            for (var i = 0; i < 3; i++)
            {
                ulong carry = 0;
                for (var j = 0; j < Digits; j++)
                {
                    carry += ((ulong)limitDigits[j] * (uint)bits[i]) + product[i + j];
                    product[i + j] = (uint)carry;
                    carry >>= 32;
                }

                product[i + Digits] = (uint)carry;
            }

            var remainder = false;
            for (var scale = (bits[3] >> 16) & 0xFF; scale > 0; scale--)
                remainder |= DivideByTen(product) != 0;

            if (product[Digits..].IndexOfAnyExcept(0u) >= 0)
                return Money.Max;
            var portion = Join(product[..Digits]);
            return remainder ? Money.AddSaturating(portion, Money.Unit) : portion;
        }
    }

    // Reads an amount that needs fewer than two decimals to fit, or has more digits than decimal holds. Both are rare, so plain long
    // division is good enough.
    private static decimal ReadLarge(in Money amount, bool roundUp)
    {
        Span<uint> digits = stackalloc uint[Digits];
        Split(amount, digits);
        var inexact = false;
        for (var decimals = Money.Scale - 1; decimals >= 0; decimals--)
        {
            inexact |= DivideByTen(digits) != 0;
            var quotient = Join(digits);
            if (roundUp && inexact)
                quotient += Money.Unit;
            if (TryMake(quotient, decimals, out var value))
                return value;
        }

        return decimal.MaxValue;
    }

    private static bool TryMake(in Money mantissa, int decimals, out decimal value)
    {
        if (mantissa.High != 0 || mantissa.Middle > uint.MaxValue)
        {
            value = 0m;
            return false;
        }

        unchecked
        {
            value = new decimal((int)mantissa.Low, (int)(mantissa.Low >> 32), (int)mantissa.Middle, isNegative: false, (byte)decimals);
            return true;
        }
    }

    private static uint DivideByTen(Span<uint> digits)
    {
        uint remainder = 0;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            var part = ((ulong)remainder << 32) | digits[i];
            digits[i] = (uint)(part / 10);
            remainder = (uint)(part % 10);
        }

        return remainder;
    }

    private static void Split(in Money amount, Span<uint> digits)
    {
        unchecked
        {
            digits[0] = (uint)amount.Low;
            digits[1] = (uint)(amount.Low >> 32);
            digits[2] = (uint)amount.Middle;
            digits[3] = (uint)(amount.Middle >> 32);
            digits[4] = (uint)amount.High;
            digits[5] = (uint)(amount.High >> 32);
        }
    }

    private static Money Join(ReadOnlySpan<uint> digits) =>
        new(digits[4] | ((ulong)digits[5] << 32), digits[2] | ((ulong)digits[3] << 32), digits[0] | ((ulong)digits[1] << 32));
}
