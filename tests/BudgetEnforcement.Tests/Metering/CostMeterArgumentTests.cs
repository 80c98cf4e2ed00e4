namespace BudgetEnforcement.Tests.Metering;

public sealed class CostMeterArgumentTests
{
    [Fact]
    public void StartMeter_OptionsChangedAfterwards_KeepsTheSlice()
    {
        var options = Meters.Slices(10);
        var scene = new MeterScene(options: options);

        options.Slice = TimeSpan.FromSeconds(1);

        scene.ChangeRate(2m).ShouldHave(spent: 0m, reserved: 20m);
    }

    [Fact]
    public void AnyChange_AfterDisposal_Throws()
    {
        var scene = new MeterScene().Stop();

        foreach (var change in new Func<MeterScene>[] { scene.Pause, scene.Resume, () => scene.ChangeRate(2m) })
            change.Should().Throw<ObjectDisposedException>();
        scene.ShouldHave(spent: 0m, reserved: 0m);
    }

    [Fact]
    public async Task Dispose_Again_DoesNothing()
    {
        var scene = new MeterScene().Stop().Stop();

        await scene.Meter.DisposeAsync();

        scene.Budget.GetStatus().OpenReservations.Should().Be(0);
    }
}
