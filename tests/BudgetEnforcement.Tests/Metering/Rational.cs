using System.Numerics;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>An exact fraction, for models: no digit is ever lost.</summary>
internal readonly record struct Rational(BigInteger Numerator, BigInteger Denominator)
{
    internal static Rational Zero => new(0, 1);

    internal static Rational Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = BigInteger.Zero;
        for (var i = 2; i >= 0; i--)
            mantissa = (mantissa << 32) + unchecked((uint)bits[i]);
        return new Rational(bits[3] < 0 ? -mantissa : mantissa, BigInteger.Pow(10, (bits[3] >> 16) & 0xFF));
    }

    internal Rational Plus(Rational other) =>
        new((Numerator * other.Denominator) + (other.Numerator * Denominator), Denominator * other.Denominator);

    internal Rational Times(long numerator, long denominator) => new(Numerator * numerator, Denominator * denominator);

    /// <summary>The distance to a decimal, in units of 10⁻²⁸, rounded up.</summary>
    internal BigInteger UnitsFrom(decimal value)
    {
        var difference = Plus(Of(-value));
        return (BigInteger.Abs(difference.Numerator) * BigInteger.Pow(10, 28) / difference.Denominator) + 1;
    }
}
