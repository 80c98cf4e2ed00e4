using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using CsCheck;

namespace BudgetEnforcement.Tests;

/// <summary>An independent model of money: counts of 10⁻²⁸ as <see cref="BigInteger"/>, written without a look at the library.</summary>
internal static class Exact
{
    internal static readonly BigInteger One = BigInteger.Pow(10, 28);
    internal static readonly BigInteger MaxDecimal = (BigInteger.Pow(2, 96) - 1) * One;
    internal static readonly BigInteger Limit192 = BigInteger.Pow(2, 192);

    /// <summary>Amounts that hurt: 0, one unit, the largest, thirds, powers of ten, real prices and any bits at any scale.</summary>
    internal static readonly Gen<decimal> Amount = Gen.Frequency(
        (2, Gen.OneOfConst(0m, 0.00m, Budgets.Unit, 4 * Budgets.Unit, decimal.MaxValue, decimal.MaxValue - 1m, 1m / 3m, 2m / 3m, 10m, 100m, 0.1m)),
        (3, Gen.Int[0, 100_000].Select(cents => cents / 100m)),
        (2, Gen.Select(Gen.Int[0, 999_999], Gen.OneOfConst(0.00000015m, 0.0000025m, 0.000015m, 3.67m / 3600m)).Select((tokens, price) => tokens * price)),
        (3, Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Byte[0, 28]).Select(
            (low, middle, high, scale) => new decimal(low, middle, high, isNegative: false, scale))),
        (1, Gen.Select(Gen.Int[0, 28], Gen.Int[1, 9]).Select((scale, digit) => new decimal(digit, 0, 0, isNegative: false, (byte)scale))));

    /// <summary>Portions above 0 and at most 1.</summary>
    internal static readonly Gen<decimal> Fraction = Gen.Frequency(
        (1, Gen.OneOfConst(0.75m, 0.9m, 1m, 0.5m, 1m / 3m, Budgets.Unit, 1m - Budgets.Unit, 1.0000m)),
        (2, Gen.Select(Gen.Int, Gen.Int, Gen.Int).Select(
            (low, middle, high) => new decimal(low, middle, (int)(unchecked((uint)high) % 542_101_086u), isNegative: false, 28)).Where(fraction => fraction > 0)));

    /// <summary>Any count of units of at most 192 bits, of every length.</summary>
    internal static readonly Gen<BigInteger> Units = Gen.Frequency(
        (3, Gen.Select(Gen.ULong, Gen.ULong, Gen.ULong, Gen.Int[0, 192]).Select(
            (high, middle, low, shift) => ((((BigInteger)high << 64) + middle << 64) + low) >> shift)),
        (2, Gen.Select(Amount, Amount).Select((one, other) => Of(one) + Of(other))),
        (1, Gen.Select(Gen.Int[0, 191], Gen.Int[-1, 1]).Select((bit, step) => BigInteger.Max(0, (BigInteger.One << bit) + step))),
        (1, Gen.Const(Limit192 - 1)));

    private static readonly BigInteger Mantissas = BigInteger.Pow(2, 96);
    private static readonly BigInteger[] PowersOfTen = [.. Enumerable.Range(0, 29).Select(power => BigInteger.Pow(10, power))];

    internal static BigInteger Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var units = new BigInteger(MemoryMarshal.AsBytes(bits[..3]), isUnsigned: true) * PowersOfTen[28 - ((bits[3] >> 16) & 0xFF)];
        return bits[3] < 0 ? -units : units;
    }

    internal static BigInteger Of(in Money money) => (((BigInteger)money.High << 64) + money.Middle << 64) + money.Low;

    internal static Money Money(BigInteger units) =>
        new((ulong)(units >> 128), (ulong)((units >> 64) & ulong.MaxValue), (ulong)(units & ulong.MaxValue));

    /// <summary>The nearest number at or above, or at or below, that <see cref="decimal"/> can hold, saturated.</summary>
    internal static BigInteger Held(BigInteger units, bool up)
    {
        if (units.Sign < 0)
            return -Held(-units, !up);
        foreach (var step in PowersOfTen)
        {
            var steps = BigInteger.DivRem(units, step, out var rest) + (up && !rest.IsZero ? 1 : 0);
            if (steps < Mantissas)
                return steps * step;
        }

        return MaxDecimal;
    }

    /// <summary>The largest <see cref="decimal"/> that is at most that many units; 0 where that would be negative.</summary>
    internal static decimal AtMost(BigInteger units)
    {
        for (var power = 0; power <= 28 && units.Sign > 0; power++)
        {
            var mantissa = units / PowersOfTen[power];
            if (mantissa < Mantissas)
            {
                Span<byte> bytes = stackalloc byte[12];
                mantissa.TryWriteBytes(bytes, out _, isUnsigned: true);
                var parts = MemoryMarshal.Cast<byte, int>(bytes);
                return new decimal(parts[0], parts[1], parts[2], isNegative: false, (byte)(28 - power));
            }
        }

        return units.Sign > 0 ? decimal.MaxValue : 0m;
    }

    /// <summary>The smallest <see cref="decimal"/> that is at least that many units; the largest there is where all are smaller.</summary>
    internal static decimal AtLeast(BigInteger units) => AtMost(Held(units, up: true));

    /// <summary>All digits of an amount in units, for people.</summary>
    internal static string Text(BigInteger units)
    {
        var whole = BigInteger.DivRem(BigInteger.Abs(units), One, out var rest);
        var digits = rest.ToString("D28", CultureInfo.InvariantCulture).TrimEnd('0');
        return (units.Sign < 0 ? "-" : string.Empty) + whole.ToString(CultureInfo.InvariantCulture) + (digits.Length == 0 ? string.Empty : "." + digits);
    }
}
