using BudgetEnforcement.Demo.Display;

namespace BudgetEnforcement.Demo.Tests;

public sealed class FormatTests
{
    [Theory]
    [InlineData("100", "$12.35", "$12.34")]
    [InlineData("2.50", "$12.3457", "$12.3456")]
    [InlineData("0.012", "$12.345679", "$12.345678")]
    [InlineData("0", "$12.35", "$12.34")]
    public void Money_UnderALimit_IsRoundedAgainstTheSpender(string limit, string up, string down)
    {
        var format = new MoneyFormat(decimal.Parse(limit, System.Globalization.CultureInfo.InvariantCulture), "USD");

        format.Up(12.345678901m).Should().Be(up);
        format.Down(12.345678901m).Should().Be(down);
    }

    [Fact]
    public void Money_BelowZero_KeepsItsSignBeforeTheCurrency() => new MoneyFormat(100m, "USD").Down(-1234.561m).Should().Be("-$1,234.57");

    [Fact]
    public void Money_OfAnotherCurrency_NamesIt() => new MoneyFormat(100m, "EUR").Up(5m).Should().Be("5.00 EUR");

    [Theory]
    [InlineData("1.5009166666666666666666666667", "$1.500917", "$1.500916")]
    [InlineData("0.0129865416666666666666666667", "$0.01298655", "$0.01298654")]
    [InlineData("0.0000000000000000000000000001", "$0.0000000000000000000000000001", "$0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "$79,228,162,514,264,337,593,543,950,335.00", "$79,228,162,514,264,337,593,543,950,335.00")]
    [InlineData("1.5000000000", "$1.50", "$1.50")]
    [InlineData("-0.00012345678", "-$0.0001234567", "-$0.0001234568")]
    [InlineData("0", "$0.00", "$0.00")]
    public void Precise_OfAnyAmount_HasSixDecimalsBeyondTheFirstSignificantOneAtMost(string amount, string up, string down)
    {
        var format = new MoneyFormat(100m, "USD");

        format.PreciseUp(Text.Decimal(amount)).Should().Be(up);
        format.PreciseDown(Text.Decimal(amount)).Should().Be(down);
    }

    [Fact]
    public void Money_MuchLargerThanItsLimit_HasSixDecimalsAtMost() =>
        new MoneyFormat(0.0000001m, "USD").Up(12.34567890123m).Should().Be("$12.345679");

    [Fact]
    public void Percent_JustBelowTheLimit_IsNotShownAsReached() => MoneyFormat.Percent(99.9999m).Should().Be("99.99 %");

    [Theory]
    [InlineData(0.0004, "400 µs")]
    [InlineData(0.0125, "12.5 ms")]
    [InlineData(12, "12.0 s")]
    [InlineData(90, "1.5 min")]
    [InlineData(5400, "1.5 h")]
    [InlineData(1e9, "more than 100 days")]
    public void Duration_OfAnySize_HasItsUnit(double seconds, string expected) =>
        DurationFormat.Text(TimeSpan.FromSeconds(seconds)).Should().Be(expected);
}
