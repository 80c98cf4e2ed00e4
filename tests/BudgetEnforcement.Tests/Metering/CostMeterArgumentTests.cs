namespace BudgetEnforcement.Tests.Metering;

public sealed class CostMeterArgumentTests
{
    private readonly BudgetEnforcer _budget = new(new BudgetOptions { Limit = decimal.MaxValue }, timeProvider: new ManualClock());

    [Fact]
    public void StartMeter_OptionsChangedAfterwards_KeepsTheSlice()
    {
        var options = new CostMeterOptions { Slice = TimeSpan.FromSeconds(10) };
        using var meter = _budget.StartMeter(3600m, options);

        options.Slice = TimeSpan.FromSeconds(1);
        meter.ChangeRate(7200m);

        _budget.Reserved.Should().Be(20m);
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
