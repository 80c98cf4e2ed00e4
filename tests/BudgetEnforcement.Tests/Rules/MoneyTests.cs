using System.Numerics;
using CsCheck;

namespace BudgetEnforcement.Tests;

/// <summary>The exact arithmetic against <see cref="BigInteger"/>.</summary>
public class MoneyTests
{
    private const int Samples = 20_000;

    [Fact]
    public void From_AnyAmount_IsTheExactCountOfUnits() =>
        Exact.Amount.Sample(value => Exact.Of(Money.From(value)) == Exact.Of(value), iter: Samples);

    [Theory]
    [InlineData("-0.0000000000000000000000000001")]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("-1.00")]
    public void From_BelowZero_ThrowsWithTheNameAndTheValue(string text)
    {
        var value = Text.Decimal(text);

        var from = () => Money.From(value);

        from.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("value").WithMessage("value must not be negative.*").Which.ActualValue.Should().Be(value);
    }

    [Fact]
    public void From_NegativeZero_IsZero()
    {
        Money.From(new decimal(0, 0, 0, isNegative: true, 28)).Should().Be(Money.Zero);
    }

    [Fact]
    public void TryAdd_AnyTwo_IsTheExactSumOrFalse() =>
        Gen.Select(Exact.Units, Exact.Units).Sample(
            (left, right) =>
            {
                var fits = Money.TryAdd(Exact.Money(left), Exact.Money(right), out var sum);
                return fits ? Exact.Of(sum) == left + right : left + right >= Exact.Limit192;
            },
            iter: Samples);

    [Fact]
    public void AddSaturating_AnyTwo_EndsAtTheLargest() =>
        Gen.Select(Exact.Units, Exact.Units).Sample(
            (left, right) =>
                Exact.Of(Money.AddSaturating(Exact.Money(left), Exact.Money(right))) == BigInteger.Min(left + right, Exact.Limit192 - 1),
            iter: Samples);

    [Fact]
    public void Subtract_AnyTwo_IsTheExactDifferenceOrZero() =>
        Gen.Select(Exact.Units, Exact.Units).Sample(
            (left, right) =>
            {
                var difference = BigInteger.Max(left - right, 0);
                var isRight = Exact.Of(Money.SubtractToZero(Exact.Money(left), Exact.Money(right))) == difference;
                return isRight && (left < right || Exact.Of(Exact.Money(left) - Exact.Money(right)) == difference);
            },
            iter: Samples);

    [Fact]
    public void Half_OfAny_IsRoundedDown() =>
        Exact.Units.Sample(units => Exact.Of(Exact.Money(units).Half()) == units / 2, iter: Samples);

    [Fact]
    public void Comparisons_OfAnyTwo_AreThoseOfTheCounts() =>
        Gen.Select(Exact.Units, Exact.Units, Gen.Bool).Sample(
            (left, other, isSame) =>
            {
                var right = isSame ? left : other;
                Money one = Exact.Money(left), two = Exact.Money(right);
                return (one < two) == (left < right)
                    && (one > two) == (left > right)
                    && (one <= two) == (left <= right)
                    && (one >= two) == (left >= right)
                    && (one == two) == (left == right)
                    && (one != two) == (left != right)
                    && one.Equals(two) == (left == right)
                    && (left != right || one.GetHashCode() == two.GetHashCode())
                    && Math.Sign(one.CompareTo(two)) == left.CompareTo(right);
            },
            iter: Samples);

    [Fact]
    public void Comparisons_OfNeighbours_TellThemApart() =>
        Exact.Units.Where(units => units > 0).Sample(
            units => Exact.Money(units - 1) < Exact.Money(units) && Exact.Money(units - 1) != Exact.Money(units), iter: Samples);

    [Fact]
    public void Portion_OfAnyLimit_IsTheSmallestAmountThatReachesIt() =>
        Gen.Select(Exact.Amount, Exact.Fraction).Sample(
            (limit, fraction) =>
            {
                var numerator = Exact.Of(limit) * Exact.Of(fraction);
                var ceiling = BigInteger.Divide(numerator + Exact.One - 1, Exact.One);
                return Exact.Of(MoneyReader.Portion(Money.From(limit), fraction)) == ceiling;
            },
            iter: Samples);

    [Fact]
    public void ToDecimal_AnyAmount_IsTheNearestThatDecimalHolds() =>
        Gen.Select(Exact.Units, Gen.Bool).Sample(
            (units, up) => Exact.Of(Exact.Money(units).ToDecimal(up)) == Exact.Held(units, up), iter: Samples);

    [Fact]
    public void ToDecimal_AnyAmountOfDecimal_RoundtripsWithTheFewestDecimals() =>
        Exact.Amount.Sample(
            value =>
            {
                var read = Money.From(value).ToDecimal(roundUp: true);
                var decimals = Budgets.Decimals(read);
                var isShortest = decimals <= 2 || Exact.Of(value) % BigInteger.Pow(10, 28 - decimals + 1) != 0;
                return read == value && isShortest && (decimals >= 2 || Exact.Of(value) / BigInteger.Pow(10, 27 - decimals) >= BigInteger.Pow(2, 96));
            },
            iter: Samples);

    [Fact]
    public void ToString_MoreThanDecimalHolds_IsRoundedUp() =>
        (Money.From(10m) + Money.Unit).ToString().Should().Be("10.000000000000000000000000001");

    [Fact]
    public void ReadDifference_AnyTwo_IsRoundedDown() =>
        Gen.Select(Exact.Units, Exact.Units).Sample(
            (left, right) =>
                Exact.Of(MoneyReader.ReadDifference(Exact.Money(left), Exact.Money(right))) == Exact.Held(left - right, up: false),
            iter: Samples);
}
