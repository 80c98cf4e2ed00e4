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
}
