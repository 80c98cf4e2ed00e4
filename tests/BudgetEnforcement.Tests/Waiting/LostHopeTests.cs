namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>What a cost elsewhere in the tree does to those who wait behind one that loses its hope by it.</summary>
public class LostHopeTests
{
    [Fact]
    public async Task AddCost_ThatTakesTheHopeFromAWaiterOfAnotherPath_ServesThoseBehindIt()
    {
        var root = Asking.NewBudget(10m);
        var job = root.NewChild(10m);
        job.Reserve(1m);
        var first = job.Ask(10m);
        var second = job.Ask(2m);

        root.AddCost(1m);

        (await second.Soon()).Amount.Should().Be(2m);
        first.IsCompleted.Should().BeFalse("it waits on for a refund");
    }
}
