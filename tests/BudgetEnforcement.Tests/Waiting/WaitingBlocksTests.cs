namespace BudgetEnforcement.Tests;

public class WaitingBlocksTests
{
    [Fact]
    public async Task TryReserve_WhereAGrantTookTheRoomOfOneWhoStillWaits_DoesNotPassIt()
    {
        var root = new BudgetEnforcer(100m);
        var small = root.CreateChild(new BudgetOptions { Limit = 10m, MaxWaiters = 1 });
        var large = root.CreateChild(new BudgetOptions { Limit = 100m, MaxWaiters = 1 });
        var other = root.Child(100m);
        var inSmall = small.Reserve(10m);
        var inLarge = large.Reserve(85m);
        var first = small.ReserveAsync(10m, TestContext.Current.CancellationToken).AsTask();
        var second = large.ReserveAsync(85m, TestContext.Current.CancellationToken).AsTask();
        other.TryReserve(5m, out _).Should().BeFalse("the first waits for room in the root");

        // The second is granted, and takes the room in the root that the first would need.
        inLarge.Release();
        await second;

        other.TryReserve(5m, out _).Should().BeFalse("the first still waits for room in the root");
        inSmall.Release();
        (await first).Amount.Should().Be(10m);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TryReserve_WhereAnOverageTookTheRoomOfOneWhoWaits_DoesNotPassIt(bool isRenewed)
    {
        var root = new BudgetEnforcer(100m);
        var small = root.CreateChild(new BudgetOptions { Limit = 50m, MaxWaiters = 1 });
        var other = root.Child(100m);
        small.Reserve(50m);
        var held = other.Reserve(10m);
        _ = small.ReserveAsync(40m, TestContext.Current.CancellationToken).AsTask();
        other.CheckBudgetAvailable(15m).IsAvailable.Should().BeTrue("the root has the room that the one in the other child waits for");

        if (isRenewed)
            held.TryRenew(10m, 20m);
        else
            held.Commit(30m);

        other.TryReserve(15m, out _).Should().BeFalse("it now waits for room in the root, too");
    }
}
