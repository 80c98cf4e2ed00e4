namespace BudgetEnforcement.Tests.Metering;

public sealed class CostMeterArgumentTests
{
    private readonly BudgetEnforcer _budget = new(new BudgetOptions { Limit = decimal.MaxValue }, timeProvider: new ManualClock());

    [Theory]
    [InlineData("-0.0000000001")]
    [InlineData("1000000000000.01")]
    public void StartMeter_RateOutOfRange_ThrowsAndHoldsNothing(string rate)
    {
        var value = decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture);

        var start = () => _budget.StartMeter(value);

        start.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("ratePerHour").Which.ActualValue.Should().Be(value);
        _budget.Reserved.Should().Be(0m);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99.9999)]
    [InlineData(-5000)]
    [InlineData(3_600_000.0001)]
    public void StartMeter_SliceOutOfRange_ThrowsAndHoldsNothing(double milliseconds)
    {
        var options = new CostMeterOptions { Slice = TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond)) };

        var start = () => _budget.StartMeter(1m, options);

        start.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("options");
        _budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public void StartMeter_RatesAndSlicesAtTheirBounds_Start()
    {
        using var cheapest = _budget.StartMeter(0m, new CostMeterOptions { Slice = CostMeterOptions.ShortestSlice });
        using var dearest = _budget.StartMeter(1_000_000_000_000m, new CostMeterOptions { Slice = CostMeterOptions.LongestSlice });

        _budget.Reserved.Should().Be(1_000_000_000_000m);
    }

    [Fact]
    public void StartMeter_NoBudget_Throws()
    {
        var start = () => BudgetMetering.StartMeter(null!, 1m);

        start.Should().Throw<ArgumentNullException>().WithParameterName("budget");
    }

    [Fact]
    public void StartMeter_OptionsChangedAfterwards_KeepsTheSlice()
    {
        var options = new CostMeterOptions { Slice = TimeSpan.FromSeconds(10) };
        using var meter = _budget.StartMeter(3600m, options);

        options.Slice = TimeSpan.FromSeconds(1);
        meter.ChangeRate(7200m);

        _budget.Reserved.Should().Be(20m);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1e13)]
    public void ChangeRate_OutOfRange_ThrowsAndChangesNothing(double rate)
    {
        using var meter = _budget.StartMeter(3600m);

        var change = () => meter.ChangeRate((decimal)rate);

        change.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("ratePerHour");
        meter.RatePerHour.Should().Be(3600m);
    }

    [Fact]
    public void AnyChange_AfterDisposal_Throws()
    {
        var meter = _budget.StartMeter(3600m);
        meter.Dispose();

        ((Action)meter.Pause).Should().Throw<ObjectDisposedException>();
        ((Action)meter.Resume).Should().Throw<ObjectDisposedException>();
        ((Action)(() => meter.ChangeRate(1m))).Should().Throw<ObjectDisposedException>();
        _budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public async Task Dispose_Again_DoesNothing()
    {
        var meter = _budget.StartMeter(3600m);

        meter.Dispose();
        meter.Dispose();
        await meter.DisposeAsync();

        _budget.GetStatus().OpenReservations.Should().Be(0);
    }
}
