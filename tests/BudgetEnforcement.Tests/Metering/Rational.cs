using System.Numerics;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>An exact fraction, for models: no digit is ever lost.</summary>
internal readonly record struct Rational(BigInteger Numerator, BigInteger Denominator)
{
    internal static Rational Zero => new(0, 1);

    internal static Rational Of(decimal value) => new(Exact.Of(value), Exact.One);

    internal Rational Plus(Rational other) =>
        new((Numerator * other.Denominator) + (other.Numerator * Denominator), Denominator * other.Denominator);

    internal Rational Times(long numerator, long denominator) => new(Numerator * numerator, Denominator * denominator);

    /// <summary>The distance to a decimal, in units of 10⁻²⁸, rounded up.</summary>
    internal BigInteger UnitsFrom(decimal value)
    {
        var difference = Plus(Of(-value));
        return (BigInteger.Abs(difference.Numerator) * Exact.One / difference.Denominator) + 1;
    }
}
