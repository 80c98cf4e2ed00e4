namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>Each operation that makes room serves the call that waits for it, also where nothing else has happened since the last look at the line.</summary>
public class RoomMadeTests
{
    public static TheoryData<string> Makers => [.. Making.Keys];

    private static Dictionary<string, Action<BudgetEnforcer, BudgetReservation>> Making { get; } = new()
    {
        ["Refund"] = (budget, held) => budget.Refund(40m),
        ["Reset"] = (budget, held) => budget.Reset(),
        ["UpdateLimit"] = (budget, held) => budget.UpdateLimit(120m),
        ["Release"] = (budget, held) => held.Release(),
        ["Dispose"] = (budget, held) => held.Dispose(),
        ["Commit"] = (budget, held) => held.Commit(10m),
        ["TryRenew"] = (budget, held) => held.TryRenew(0m, 20m),
    };

    [Theory]
    [MemberData(nameof(Makers))]
    public void Maker_OneWaitsAndTheLineIsUpToDate_ServesItBeforeItReturns(string maker)
    {
        var budget = Asking.NewBudget(100m);
        budget.AddCost(40m);
        var held = budget.Reserve(50m);
        var asked = budget.Ask(30m);
        budget.Available.Should().Be(0m);

        Making[maker](budget, held);

        budget.Waiters().Should().Be(0);
        asked.ShouldBeGranted();
        budget.GetStatus().OpenReservations.Should().BeGreaterThan(0);
    }
}
