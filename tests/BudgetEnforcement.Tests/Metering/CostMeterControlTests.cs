namespace BudgetEnforcement.Tests.Metering;

public sealed class CostMeterControlTests
{
    [Fact]
    public void ChangeRate_Upwards_RecordsThePastAtTheOldRateAndHoldsASliceAtTheNew()
    {
        var scene = new MeterScene().Pass(1).ChangeRate(3m).ShouldHave(spent: 1m, reserved: 15m);

        scene.Meter.RatePerHour.Should().Be(3m * MeterScene.OnePerSecond);
    }

    [Fact]
    public void ChangeRate_Downwards_FreesRoomAtOnce() => new MeterScene(ratePerHour: 20m * MeterScene.OnePerSecond)
        .ChangeRate(1m).ShouldHave(spent: 0m, reserved: 5m);

    [Fact]
    public void ChangeRate_ToOneThatDoesNotFit_ExhaustsAndChargesItAllTheSame() => new MeterScene()
        .Pass(1).ChangeRate(21m).ShouldBeExhausted()
        .Pass(1).Stop().ShouldHave(spent: 22m, reserved: 0m);

    [Fact]
    public void ChangeRate_WhilePaused_ChargesItOnlyFromTheResumption() => new MeterScene()
        .Pause().Pass(10).ChangeRate(2m).Pass(10)
        .ShouldHave(spent: 0m, reserved: 0m).ShouldRead(cost: 0m, isRunning: false)
        .Resume().Pass(1)
        .ShouldHave(spent: 0m, reserved: 10m).ShouldRead(cost: 2m);

    [Fact]
    public void Pause_RecordsThePastAndHoldsNothing() => new MeterScene()
        .Pass(1.5).Pause().Pass(1000)
        .ShouldHave(spent: 1.5m, reserved: 0m)
        .ShouldRead(cost: 1.5m, pending: 0m, seconds: 1.5, isRunning: false);

    [Fact]
    public void Resume_HoldsASliceAndChargesFromThen() => new MeterScene()
        .Pause().Pass(100).Resume().Pass(2.5)
        .ShouldHave(spent: 2.5m, reserved: 5m)
        .ShouldRead(cost: 2.5m, seconds: 2.5);

    [Fact]
    public void Resume_WhileItRuns_DoesNothing() => new MeterScene()
        .Pass(1).Resume().Pass(1)
        .ShouldRead(cost: 2m)
        .ShouldHave(spent: 0m, reserved: 5m);

    [Fact]
    public void Resume_WhereASliceDoesNotFit_ExhaustsAndChargesAllTheSame() => new MeterScene()
        .Pause().OthersSpend(96m).Resume().ShouldBeExhausted()
        .Pass(2).Stop().ShouldHave(spent: 98m, reserved: 0m);

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
