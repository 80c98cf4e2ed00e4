using System.Globalization;
using System.Numerics;
using BudgetEnforcement.Tool.Replay.Numbers;

namespace BudgetEnforcement.Tool.Tests.Replay;

public sealed class NumberTests
{
    [Theory]
    [InlineData("0.0035475000000000003", "0.0035475000000000003")]
    [InlineData("$1,204.50", "1204.50")]
    [InlineData("1.204,50 €", "1204.50")]
    [InlineData("EUR 1.204,50", "1204.50")]
    [InlineData("US$ 4", "4")]
    [InlineData("4.00 USD", "4.00")]
    [InlineData("($250.00)", "-250.00")]
    [InlineData("$(250.00)", "-250.00")]
    [InlineData("-$250.00", "-250.00")]
    [InlineData("$-250.00", "-250.00")]
    [InlineData("250.00-", "-250.00")]
    [InlineData("−3", "-3")]
    [InlineData("12,-", "12")]
    [InlineData("12.- CHF", "12")]
    [InlineData("1.234,–", "1234")]
    [InlineData("-1.234,-", "-1234")]
    [InlineData("12.50 usd", "12.50")]
    [InlineData("12,50 Euro", "12.50")]
    [InlineData("4.2e-07", "0.00000042")]
    [InlineData("1E+3", "1000")]
    [InlineData("1,234,567", "1234567")]
    [InlineData("1.234.567", "1234567")]
    [InlineData("12,34,567.50", "1234567.50")]
    [InlineData("1 234,56", "1234.56")]
    [InlineData("1\u00A0234,56", "1234.56")]
    [InlineData("1'234.50", "1234.50")]
    [InlineData("1’234.50", "1234.50")]
    [InlineData("0,355", "0.355")]
    [InlineData("1,5", "1.5")]
    [InlineData(",5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1234.567", "1234.567")]
    [InlineData("1.3550", "1.3550")]
    [InlineData("1.355", "1.355")]
    [InlineData("١٢٣٫٥", "123.5")]
    [InlineData("١٬٢٣٤٫٥", "1234.5")]
    [InlineData("-0.0000000000", "0")]
    [InlineData("0e999999999999999999999", "0")]
    public void Amount_ThatCanBeReadInOneWay_IsRead(string text, string expected)
    {
        new NumberReader(null, pointIsDecimal: true).ReadAmount(text, out var amount).Should().Be(NumberProblem.None);

        amount.Value.Should().Be(Text.Decimal(expected));
        amount.IsRounded.Should().BeFalse();
    }

    [Theory]
    [InlineData("1.355", false, true)]
    [InlineData("1.355", true, false)]
    [InlineData("-$12.355", false, true)]
    [InlineData("123.355", false, true)]
    [InlineData("0.355", false, false)]
    [InlineData("1,355", false, true)]
    [InlineData("1,355", true, true)]
    [InlineData("$1,355", true, true)]
    [InlineData("1.355e0", false, false)]
    public void Amount_WithOneSeparatorBeforeThreeDigits_IsAskedAbout(string text, bool pointIsDecimal, bool isAsked) =>
        new NumberReader(null, pointIsDecimal).ReadAmount(text, out _).Should().Be(isAsked ? NumberProblem.Ambiguous : NumberProblem.None);

    [Theory]
    [InlineData("1.204,50", "0.10")]
    [InlineData("0,10", "0.10")]
    [InlineData("1,204.50", "0,10")]
    [InlineData("1.234.567", "1.5")]
    public void Amount_WithAnotherSeparatorThanTheOneBefore_IsDoubted(string first, string second)
    {
        var reader = new NumberReader(null, pointIsDecimal: false);
        reader.ReadAmount(first, out _).Should().Be(NumberProblem.None);

        reader.ReadAmount(second, out _).Should().Be(NumberProblem.OtherSeparator);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("$")]
    [InlineData("--1")]
    [InlineData("(-1)")]
    [InlineData("1.2.3")]
    [InlineData("1,23")]
    [InlineData("1,2,3")]
    [InlineData("1,23,4.5")]
    [InlineData("1,234.567,8")]
    [InlineData("01,234,567")]
    [InlineData("$1 EUR")]
    [InlineData("$$1")]
    [InlineData("1e")]
    [InlineData("1e5.0")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    [InlineData("12%")]
    [InlineData("1_000")]
    [InlineData("2026-03-01")]
    [InlineData("1/2")]
    [InlineData("Infinity")]
    public void Amount_AnythingElse_IsNotANumber(string text)
    {
        // 1,23 has its decimals behind a comma, which is one reading; the others have none.
        var problem = new NumberReader(null, pointIsDecimal: true).ReadAmount(text, out _);

        problem.Should().Be(text == "1,23" ? NumberProblem.None : NumberProblem.NotANumber);
    }

    [Theory]
    [InlineData("de-DE", "1.355", "1355")]
    [InlineData("de-DE", "1.355,90", "1355.90")]
    [InlineData("de-DE", "0,5", "0.5")]
    [InlineData("en-US", "1,355", "1355")]
    [InlineData("en-US", "1.355", "1.355")]
    [InlineData("fr-FR", "1 355,9", "1355.9")]
    [InlineData("ar-SA", "١٬٣٥٥٫٩", "1355.9")]
    [InlineData("hi-IN", "12,34,567.5", "1234567.5")]
    public void Amount_OfAKnownCulture_IsReadAsItWritesIt(string culture, string text, string expected)
    {
        new NumberReader(CultureInfo.GetCultureInfo(culture), pointIsDecimal: true).ReadAmount(text, out var amount).Should().Be(NumberProblem.None);

        amount.Value.Should().Be(Text.Decimal(expected));
    }

    [Theory]
    [InlineData("de-DE", "0.5")]
    [InlineData("de-DE", "1.35")]
    [InlineData("en-US", "1,5")]
    [InlineData("fr-FR", "1.5")]
    [InlineData("de-DE", "1٫355")]
    public void Amount_ThatAKnownCultureDoesNotWrite_IsNotANumber(string culture, string text) =>
        new NumberReader(CultureInfo.GetCultureInfo(culture), pointIsDecimal: true).ReadAmount(text, out _).Should().Be(NumberProblem.NotANumber);

    [Theory]
    [InlineData("1e-29", "0.0000000000000000000000000001")]
    [InlineData("1e-999999", "0.0000000000000000000000000001")]
    [InlineData("0.00000000000000000000000000011", "0.0000000000000000000000000002")]
    [InlineData("10.0000000000000000000000000001", "10.000000000000000000000000001")]
    [InlineData("-1e-29", "0")]
    [InlineData("-0.00000000000000000000000000019", "-0.0000000000000000000000000001")]
    public void Amount_WithMoreDigitsThanDecimalHolds_IsRoundedUpAndToldSo(string text, string expected)
    {
        new NumberReader(null, pointIsDecimal: true).ReadAmount(text, out var amount).Should().Be(NumberProblem.None);

        amount.Value.Should().Be(Text.Decimal(expected));
        amount.IsRounded.Should().BeTrue();
    }

    [Theory]
    [InlineData("300", 300)]
    [InlineData("300.0", 300)]
    [InlineData("1,234", 1234)]
    [InlineData("1,234,567", 1234567)]
    [InlineData("1e6", 1000000)]
    [InlineData("2.5e3", 2500)]
    public void Count_ThatIsWhole_IsRead(string text, int expected)
    {
        new NumberReader(null, pointIsDecimal: true).ReadCount(text, out var count).Should().Be(NumberProblem.None);

        count.Should().Be(new BigInteger(expected));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("$3")]
    [InlineData("1.234")]
    [InlineData("1e-3")]
    public void Count_ThatIsNone_IsRefused(string text) =>
        new NumberReader(null, pointIsDecimal: true).ReadCount(text, out _).Should().NotBe(NumberProblem.None);
}
