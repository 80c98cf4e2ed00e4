using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests;

/// <summary>An amount of 0 takes nothing, so every door admits it, whatever the state; only a closed budget does not.</summary>
public class ZeroTests
{
    public static TheoryData<string, string> Cases => new(from door in Doors.Keys from state in States.Keys select (door, state));

    public static TheoryData<string> DoorNames => [.. Doors.Keys];

    private static Dictionary<string, Func<BudgetEnforcer, bool>> Doors { get; } = new()
    {
        ["TryAddCost"] = budget => budget.TryAddCost(0m),
        ["TryAddCost with reasons"] = budget => budget.TryAddCost(0m, out var check) && check.IsAvailable,
        ["TryReserve"] = budget => budget.TryReserve(0m, out var held) && held.Amount == 0m,
        ["TryReserve with reasons"] = budget => budget.TryReserve(0m, out var held, out var check) && held.Amount == 0m && check.IsAvailable,
        ["Reserve"] = budget => Record.Exception(() => budget.Reserve(0m)) is null,
        ["ReserveAsync"] = budget => budget.Ask(0m).IsCompletedSuccessfully,
        ["CheckBudgetAvailable"] = budget => budget.CheckBudgetAvailable(0m).IsAvailable,
    };

    private static Dictionary<string, Func<BudgetEnforcer>> States { get; } = new()
    {
        ["full"] = () => Budgets.Spent(100m, 100m),
        ["exceeded"] = () => Budgets.Spent(101m, 100m),
        ["exceeded above"] = () => Budgets.Spent(101m, 100m).Child(100m),
        ["limit below what is held"] = () =>
        {
            var budget = new BudgetEnforcer(100m);
            budget.Reserve(80m);
            budget.UpdateLimit(50m);
            return budget;
        },
        ["others wait"] = () =>
        {
            var budget = Asking.NewBudget(100m);
            budget.Reserve(50m);
            _ = budget.Ask(51m);
            return budget;
        },
        ["others wait and it is exceeded"] = () =>
        {
            var budget = Asking.NewBudget(100m);
            budget.AddCost(101m);
            _ = budget.Ask(1m);
            return budget;
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryDoor_OfZeroInAnyState_Admits(string door, string state)
    {
        var budget = States[state]();
        var before = budget.GetStatus();

        Doors[door](budget).Should().BeTrue();

        budget.GetStatus().Should().Match<BudgetReport>(report => report.Spent == before.Spent && report.Reserved == before.Reserved);
    }

    [Theory]
    [MemberData(nameof(DoorNames))]
    public void EveryDoor_OfZeroOnAClosedBudget_Refuses(string door)
    {
        var root = new BudgetEnforcer(100m);
        var job = root.Child(100m);
        root.Close();

        Doors[door](job).Should().BeFalse();
    }

    [Fact]
    public void CheckBudgetAvailable_OfZeroWhileOthersWait_StillSaysThatNothingIsAvailable()
    {
        var check = States["others wait"]().CheckBudgetAvailable(0m);

        check.Should().Match<BudgetCheck>(it => it.IsAvailable && it.Reason == BudgetRefusalReason.None && it.Available == 0m);
    }
}
