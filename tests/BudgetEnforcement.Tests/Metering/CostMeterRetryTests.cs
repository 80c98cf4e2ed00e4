namespace BudgetEnforcement.Tests.Metering;

/// <summary>Held money is not spent: a meter tries a renewal that does not fit again, as long as its own hold pays for the time.</summary>
public sealed class CostMeterRetryTests
{
    [Fact]
    public void Tick_OthersHoldTheRestForAWhile_GoesOn()
    {
        var scene = Scene().OthersHold(95m).Pass(3).OthersLetGo().Pass(1).ShouldBeExhausted(false);

        scene.Budget.Spent.Should().BeInRange(3m, 3.5m);
        scene.Budget.Reserved.Should().Be(5m);
    }

    [Fact]
    public void Tick_OthersHoldTheRestTooLong_IsExhaustedWithAQuarterLeft() => Scene()
        .OthersHold(95m).Pass(3.5).ShouldBeExhausted(false)
        .Pass(0.25).ShouldBeExhausted()
        .ShouldHave(spent: 0m, reserved: 100m)
        .ShouldRead(cost: 3.75m, pending: 3.75m);

    [Fact]
    public void Refusal_OfAMeter_IsThatOfTheSliceThatExhaustedIt()
    {
        var scene = Scene().OthersHold(95m).Pass(3.5);
        var before = scene.Meter.Refusal;
        scene.Pass(0.25);
        var at = scene.Meter.Refusal!.Value;

        scene.OthersLetGo().Pass(1);

        before.Should().BeNull("it still tries again");
        (at.Reason, at.BudgetName, at.Spent, at.Reserved, at.Limit).Should().Be((BudgetRefusalReason.NoRoom, scene.Budget.Name, 0m, 100m, 100m));
        scene.Meter.Refusal.Should().Be(at, "it stays, like the token");
    }

    [Fact]
    public void ChangeRate_DoesNotFitButWhatIsHeldPaysForAWhile_TriesAgain()
    {
        var scene = Scene().OthersHold(95m).ChangeRate(2m).ShouldBeExhausted(false).OthersLetGo().Pass(0.5).ShouldBeExhausted(false);

        (scene.Budget.Spent + scene.Budget.Reserved).Should().BeGreaterThan(10m);
    }

    [Fact]
    public void ChangeRate_DoesNotFitForLong_IsExhaustedWhileAQuarterOfASliceIsPaid() => Scene()
        .OthersHold(95m).ChangeRate(2m)
        .Pass(1).ShouldBeExhausted(false)
        .Pass(0.25).ShouldBeExhausted()
        .ShouldRead(cost: 2.5m); // The hold of 5 pays for 2.5 seconds.

    [Fact]
    public async Task Resume_WhileOthersWaitForRoom_GoesOn()
    {
        var token = TestContext.Current.CancellationToken;
        var scene = Scene().OthersHold(50m).Pause();
        var waiting = scene.Budget.ReserveAsync(60m, token).AsTask();

        scene.Resume().Pass(2.5).ShouldBeExhausted(false).ShouldHave(spent: 2.5m, reserved: 55m);

        scene.OthersLetGo().Pause();
        (await waiting.WaitAsync(TimeSpan.FromMinutes(1), token)).Release();
    }

    [Fact]
    public async Task Tick_SomebodyWaitsForTheRoomTheMeterTakes_GoesOnWithWhatWasAdmittedBefore()
    {
        var token = TestContext.Current.CancellationToken;
        var scene = Scene();
        var waiting = scene.Budget.ReserveAsync(96m, token).AsTask();

        scene.Pass(2.5).Stop().ShouldBeExhausted(false);

        (await waiting.WaitAsync(TimeSpan.FromMinutes(1), token)).Amount.Should().Be(96m);
        scene.Budget.Spent.Should().Be(2.5m);
    }

    [Fact]
    public void Dispose_WhileARenewalIsTriedAgain_RecordsTheExactCost() => Scene()
        .OthersHold(95m).Pass(3.25).Stop()
        .ShouldHave(spent: 3.25m, reserved: 95m);

    private static MeterScene Scene() => new(maxWaiters: 2);
}
