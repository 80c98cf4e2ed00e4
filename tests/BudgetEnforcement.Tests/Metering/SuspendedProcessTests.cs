namespace BudgetEnforcement.Tests.Metering;

/// <summary>Time passes and no timer fires: the process was suspended, or its thread pool starved.</summary>
public sealed class SuspendedProcessTests
{
    [Fact]
    public void Dispose_FarPastTheSlice_RecordsTheTruthAsOverage() => Suspended(limit: 10m)
        .Pass(100).Stop()
        .ShouldHave(spent: 100m, reserved: 0m, overage: 95m)
        .ShouldBeExceeded();

    [Fact]
    public void Pause_FarPastTheSlice_RecordsTheTruth() => Suspended(limit: 10m)
        .Pass(100).Pause()
        .ShouldHave(spent: 100m, reserved: 0m, overage: 95m);

    [Fact]
    public void Renew_FarPastTheSliceWithRoomLeft_RecordsOverageAndGoesOn() => Suspended(limit: 1000m)
        .Pass(100).Renew()
        .ShouldHave(spent: 100m, reserved: 5m, overage: 95m)
        .ShouldBeExhausted(false);

    [Fact]
    public void Renew_FarPastTheLimit_RecordsTheTruthAndCancelsBothTokens()
    {
        var scene = Suspended(limit: 10m);
        var exceeded = scene.Budget.ExceededToken;

        scene.Pass(100).Renew().ShouldBeExhausted();

        scene.Budget.Spent.Should().Be(100m);
        exceeded.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Renew_PastTheSliceButInsideTheLimit_RecordsTheTruthThoughTheNextSliceDoesNotFit()
    {
        var scene = Suspended(limit: 10m).Pass(9).Renew().ShouldBeExceeded(false).ShouldBeExhausted();

        scene.Budget.Spent.Should().Be(9m);
    }

    [Fact]
    public void Cost_BeforeAnybodyTellsTheBudget_IsTheTruthAlready() => Suspended(limit: 10m)
        .Pass(100)
        .ShouldRead(cost: 100m, pending: 100m, seconds: 100)
        .ShouldHave(spent: 0m, reserved: 5m);

    [Fact]
    public void Tick_ClockThatJumpsFarPastTheSlice_RecordsEverythingInOneRenewal() => new MeterScene(limit: 1000m)
        .Jump(500).ShouldHave(spent: 500m, reserved: 5m);

    private static MeterScene Suspended(decimal limit) => new(limit, clock: new ManualClock(isFrozen: true));
}
