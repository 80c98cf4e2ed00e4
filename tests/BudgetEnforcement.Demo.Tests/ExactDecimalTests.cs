using System.Globalization;
using System.Numerics;

namespace BudgetEnforcement.Demo.Tests;

public sealed class ExactDecimalTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("007.50", "7.5")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData(" +1.25 ", "1.25")]
    [InlineData("-3", "-3")]
    [InlineData("1.5e-05", "0.000015")]
    [InlineData("1E+3", "1000")]
    [InlineData("0.0035475000000000003", "0.0035475000000000003")]
    [InlineData("1e-28", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("7.9228162514264337593543950335", "7.9228162514264337593543950335")]
    [InlineData("0e999999999999999999999", "0")]
    [InlineData("100000000000000000000000000000000000000e-38", "1")]
    public void Parse_NumberThatDecimalHolds_IsExact(string text, string expected)
    {
        ExactDecimal.Parse(text, out var value).Should().Be(ParseOutcome.Exact);

        value.Should().Be(decimal.Parse(expected, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("1e-29")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("7.92281625142643375935439503351")]
    [InlineData("10.0000000000000000000000000001")]
    [InlineData("1e30")]
    [InlineData("1e99999999999999999999999")]
    [InlineData("1e-99999999999999999999999")]
    public void Parse_NumberThatDecimalWouldRound_IsRefused(string text) =>
        ExactDecimal.Parse(text, out _).Should().Be(ParseOutcome.NotExact);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e5.0")]
    [InlineData("1,5")]
    [InlineData("1.2.3")]
    [InlineData("$1")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    [InlineData("1 000")]
    [InlineData("--1")]
    [InlineData("١٢")]
    public void Parse_AnythingElse_IsNotANumber(string text) =>
        ExactDecimal.Parse(text, out _).Should().Be(ParseOutcome.NotANumber);

    [Fact]
    public void Units_OfAnyDecimal_LeadBackToIt()
    {
        decimal[] values = [0m, 1m, -1m, 0.1m, 1e-28m, decimal.MaxValue, decimal.MinValue, 7.9228162514264337593543950335m];

        foreach (var value in values)
        {
            ExactDecimal.TryFromUnits(ExactDecimal.ToUnits(value), out var back).Should().BeTrue();
            back.Should().Be(value);
        }
    }

    [Fact]
    public void TryFromUnits_MoreDigitsThanDecimalHas_IsRefused()
    {
        var units = ExactDecimal.ToUnits(10m) + ExactDecimal.ToUnits(1e-28m);

        ExactDecimal.TryFromUnits(units, out _).Should().BeFalse();
    }

    [Fact]
    public void TryPricePerMillion_PriceWithTooManyDecimals_IsRefused()
    {
        ExactDecimal.TryPricePerMillion(3, 1e-23m, out _).Should().BeFalse();
        ExactDecimal.TryPricePerMillion(3, 1e-22m, out var units).Should().BeTrue();
        units.Should().Be(new BigInteger(3));
    }

    [Theory]
    [InlineData(1, 3, "0.334")]
    [InlineData(2, 3, "0.667")]
    [InlineData(3, 3, "1")]
    [InlineData(0, 3, "0")]
    public void ScaleUp_RestLeft_RoundsUp(int numerator, int denominator, string expected) =>
        ExactDecimal.ScaleUp(1m, numerator, denominator, 3).Should().Be(decimal.Parse(expected, CultureInfo.InvariantCulture));
}
