namespace BudgetEnforcement.Tests.Metrics;

public class MetricSumTests
{
    [Fact]
    public void Sum_OfTenths_IsExact()
    {
        SumOf(0.1m, 10).Should().Be(1.0);
        SumOf(0.1m, 3).Should().Be(0.3);
    }

    [Fact]
    public void Sum_OfNothing_IsZero()
    {
        default(MetricSum).ToDouble().Should().Be(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Sum_OfTheLargest_GoesOnBeyondWhatIsExact(int count)
    {
        SumOf(decimal.MaxValue, count).Should().BeApproximately(count * (double)decimal.MaxValue, count * 1e15);
    }

    private static double SumOf(decimal amount, int count)
    {
        var sum = default(MetricSum);
        for (var i = 0; i < count; i++)
            sum.Add(Money.From(amount));
        return sum.ToDouble();
    }
}
