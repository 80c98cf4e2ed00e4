using System.Globalization;
using System.Numerics;
using CsCheck;

namespace BudgetEnforcement.Portkey.Tests.Costs;

/// <summary>Checks that cents are read digit by digit, exactly or rounded up, and that a text which is no amount gives none.</summary>
public sealed class CentsTextTests
{
    [Theory]
    [InlineData("3887.3066999996863", "38.873066999996863")]
    [InlineData("0", "0.00")]
    [InlineData("-0.00", "0.00")]
    [InlineData("0.1", "0.001")]
    [InlineData("1e-7", "0.000000001")]
    [InlineData("12.5E+3", "125.00")]
    [InlineData("1E2", "1.00")]
    [InlineData("007", "0.07")]
    [InlineData("123456789012345678901234567", "1234567890123456789012345.67")]
    [InlineData("7922816251426433759354395033500", "79228162514264337593543950335")] // the largest decimal
    public void Read_AnAmount_IsExact(string cents, string dollars) => Read(cents).Should().Be(dollars);

    [Theory]
    [InlineData("1e-30", "0.0000000000000000000000000001")]
    [InlineData("1e-99999999999999999999", "0.0000000000000000000000000001")]
    [InlineData("10.00000000000000000000000000001", "0.1000000000000000000000000001")]
    [InlineData("1234567890.000000000000000000000000000000000000000000000000000000000000000000000000000000000000001", "12345678.900000000000000000001")]
    public void Read_MoreThanDecimalHolds_IsRoundedUp(string cents, string dollars) => Read(cents).Should().Be(dollars);

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("1.234,5")]
    [InlineData("$5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("+1")]
    [InlineData("--1")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1.5")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    [InlineData("\u0661\u0662")] // Arabic digits
    [InlineData("null")]
    public void Read_NoNumber_IsNone(string text) => CentsText.Read(text, out _).Should().Be(CentsText.Result.NotANumber);

    [Theory]
    [InlineData("-0.01")]
    [InlineData("-1e-400")]
    public void Read_BelowZero_IsNoAmount(string text) => CentsText.Read(text, out _).Should().Be(CentsText.Result.Negative);

    [Theory]
    [InlineData("1e60")]
    [InlineData("1e9999999999999999999999")]
    public void Read_BeyondEverything_IsNoAmount(string text) => CentsText.Read(text, out _).Should().Be(CentsText.Result.TooLarge);

    [Fact]
    public void ToDecimal_BeyondDecimal_IsNone()
    {
        CentsText.Read("7922816251426433759354395033501", out var dollars).Should().Be(CentsText.Result.Amount);

        dollars.TryToDecimal(out _).Should().BeFalse();
    }

    [Fact]
    public void Read_AnyNumber_IsTheLeastUnitThatIsNotBelowIt() =>
        Gen.Select(Gen.ULong, Gen.Int[-45, 12], Gen.Int[0, 19], Gen.Bool).Sample((digits, exponent, point, isUpper) =>
        {
            var text = digits.ToString(CultureInfo.InvariantCulture).PadLeft(20, '0').Insert(20 - point, point == 0 ? "" : ".") + (isUpper ? "E" : "e") + exponent.ToString(CultureInfo.InvariantCulture);
            var power = exponent - point - 2 + Dollars.Decimals;
            var expected = power >= 0 ? digits * BigInteger.Pow(10, power) : Ceiling(digits, BigInteger.Pow(10, -power));

            CentsText.Read(text, out var dollars).Should().Be(CentsText.Result.Amount);

            dollars.Units.Should().Be(expected);
        });

    [Fact]
    public void ToDecimal_AnyAmount_IsTheLeastDecimalThatIsNotBelowIt() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 20]).Sample((high, low, zeros) =>
        {
            var units = ((BigInteger)high << 64 | low) * BigInteger.Pow(10, zeros) % BigInteger.Pow(10, 56);
            if (!new Dollars(units).TryToDecimal(out var amount))
                return;

            var scale = amount.Scale;
            var coefficient = BigInteger.Parse(amount.ToString(CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            var unit = BigInteger.Pow(10, Dollars.Decimals - scale);
            var difference = (coefficient * unit) - units;
            difference.Sign.Should().BeGreaterThanOrEqualTo(0);
            difference.Should().BeLessThan(unit);
            (difference * BigInteger.Pow(10, 27)).Should().BeLessThanOrEqualTo(units, "decimal holds 28 digits");
        });

    private static BigInteger Ceiling(BigInteger value, BigInteger divisor) => (value + divisor - 1) / divisor;

    private static string Read(string text)
    {
        CentsText.Read(text, out var dollars).Should().Be(CentsText.Result.Amount);
        dollars.TryToDecimal(out var amount).Should().BeTrue();
        return amount.ToString(CultureInfo.InvariantCulture);
    }
}
