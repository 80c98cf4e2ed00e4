using System.Globalization;
using System.Numerics;

namespace BudgetEnforcement.Tests.Ledger;

public class LedgerAmountTests
{
    private static readonly BigInteger Most = (BigInteger.One << 192) - 1;

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("18446744073709551616")]
    [InlineData("340282366920938463463374607431768211456")]
    [InlineData("6277101735386680763835789423207666416102355444464034512895")]
    public void Units_ByEveryWayIn_ComeOutAgain(string text)
    {
        var units = BigInteger.Parse(text, CultureInfo.InvariantCulture);

        var amount = LedgerAmount.FromBigInteger(units);

        amount.ToBigInteger().Should().Be(units);
        LedgerAmount.FromBytes(amount.ToByteArray()).Should().Be(amount);
        new BigInteger(amount.ToByteArray(), isUnsigned: true, isBigEndian: true).Should().Be(units);
    }

    [Fact]
    public void FromDecimal_OfAnyDecimal_IsExact()
    {
        LedgerAmount.FromDecimal(decimal.MaxValue).ToBigInteger().Should().Be(new BigInteger(decimal.MaxValue) * BigInteger.Pow(10, 28));
        LedgerAmount.FromDecimal(0.0000000000000000000000000001m).ToBigInteger().Should().Be(BigInteger.One);
        LedgerAmount.FromDecimal(12.5m).ToDecimal().Should().Be(12.50m);
    }

    [Fact]
    public void FromBigInteger_AboveTheLargest_EndsThere()
    {
        LedgerAmount.FromBigInteger(Most + 1).Should().Be(LedgerAmount.MaxValue);
        LedgerAmount.FromBigInteger(BigInteger.Pow(Most, 3)).IsSaturated.Should().BeTrue();
        LedgerAmount.FromBigInteger(Most - 1).IsSaturated.Should().BeFalse();
    }

    [Fact]
    public void BadInput_IsAnError()
    {
        FluentActions.Invoking(() => LedgerAmount.FromDecimal(-1m)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => LedgerAmount.FromBigInteger(-1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => LedgerAmount.FromBytes(new byte[23])).Should().Throw<ArgumentException>();
        LedgerAmount.MaxValue.TryWriteBytes(new byte[23]).Should().BeFalse();
    }

    [Fact]
    public void Bytes_Compare_LikeTheAmounts()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var (left, right) = (Any(random), Any(random));

            Math.Sign(left.ToByteArray().AsSpan().SequenceCompareTo(right.ToByteArray())).Should().Be(left.CompareTo(right));
            (left < right).Should().Be(left.ToBigInteger() < right.ToBigInteger());
        }
    }

    [Fact]
    public void DividedBy_AnyNumber_IsTheWholeQuotient()
    {
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            var (amount, parts) = (Any(random), random.Next(1, int.MaxValue));

            amount.DividedBy(parts).ToBigInteger().Should().Be(amount.ToBigInteger() / parts);
        }
    }

    [Fact]
    public void Totals_ThatSaturate_StayThere()
    {
        var total = LedgerAmount.MaxValue.Plus(LedgerAmount.FromDecimal(1m));

        total.Should().Be(LedgerAmount.MaxValue);
        total.Less(LedgerAmount.FromDecimal(1m)).Should().Be(LedgerAmount.MaxValue);
        LedgerAmount.FromDecimal(1m).Less(LedgerAmount.FromDecimal(2m)).Should().Be(LedgerAmount.Zero);
    }

    private static LedgerAmount Any(Random random)
    {
        var bytes = new byte[LedgerAmount.ByteCount];
        random.NextBytes(bytes.AsSpan(random.Next(bytes.Length)));
        return LedgerAmount.FromBytes(bytes);
    }
}
