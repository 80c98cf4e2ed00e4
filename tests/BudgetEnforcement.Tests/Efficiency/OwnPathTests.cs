using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests;

/// <summary>
/// An operation looks at the waiters and tokens of its own path only. To count those that it looks at, the test changes the numbers of other branches
/// without telling the library: an operation that looks at a waiter there now serves it, and one that looks at a token there cancels it.
/// </summary>
public class OwnPathTests
{
    private const int Others = 50;

    private readonly BudgetEnforcer _root = new(1_000_000m);

    public static TheoryData<string> Operations => [.. Operating.Keys];

    private static Dictionary<string, Action<BudgetEnforcer>> Operating { get; } = new()
    {
        ["AddCost"] = budget => budget.AddCost(1m),
        ["AddCost, past the limit"] = budget => budget.AddCost(100m),
        ["TryAddCost"] = budget => budget.TryAddCost(1m),
        ["TryAddCost, refused"] = budget => budget.TryAddCost(100m),
        ["Reserve and Commit"] = budget => budget.Reserve(20m).Commit(10m),
        ["Reserve and Release"] = budget => budget.Reserve(20m).Release(),
        ["TryRenew"] = budget => budget.Reserve(20m).TryRenew(1m, 5m),
        ["Refund"] = budget => budget.Refund(5m),
        ["Reset"] = budget => budget.Reset(),
        ["UpdateLimit"] = budget => budget.UpdateLimit(50m),
        ["AdjustLimit"] = budget => budget.AdjustLimit(50m),
        ["Close"] = budget => budget.Close(),
        ["ReserveAsync"] = budget => budget.Ask(20m),
        ["ReserveAsync, served later"] = budget =>
        {
            var held = budget.Reserve(90m);
            var asked = budget.Ask(20m);
            held.Release();
            asked.ShouldBeGranted();
        },
        ["ReserveAsync, cancelled"] = budget =>
        {
            using var cancelled = new CancellationTokenSource();
            budget.Reserve(90m);
            _ = budget.AskUntil(20m, cancelled.Token);
            cancelled.Cancel();
        },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void EveryOperation_OnOneBranch_LooksAtNoWaiterOfAnother(string operation)
    {
        var own = _root.NewChild(100m);
        own.AddCost(10m);
        var others = Enumerable.Range(0, Others).Select(_ => _root.NewChild(100m)).ToList();
        foreach (var other in others)
        {
            other.Reserve(100m);
            _ = other.Ask(40m);
        }

        using (_root.Gate.EnterScope())
            others.ForEach(static other => other.State.Free(Money.From(100m)));

        Operating[operation](own);

        others.Count(static other => other.Waiters() == 0).Should().Be(0);
        others[0].AddCost(0m);
        others.Count(static other => other.Waiters() == 0).Should().Be(1, "a look at the waiter serves it, so the count counts");
    }

    [Fact]
    public void Crossing_OnOneBranch_LooksAtNoTokenOfAnother()
    {
        var own = _root.Child(100m);
        var ownToken = own.ExceededToken;
        var others = Enumerable.Range(0, Others).Select(_ => _root.Child(100m)).ToList();
        var tokens = others.ConvertAll(static other => other.ExceededToken);
        using (_root.Gate.EnterScope())
        {
            foreach (var other in others)
            {
                other.State.TryRecord(Money.From(101m), out _, out _);
                other.State.ArmTriggers();
            }
        }

        own.AddCost(101m);

        ownToken.IsCancellationRequested.Should().BeTrue();
        tokens.Count(static token => token.IsCancellationRequested).Should().Be(0);
        others[0].UpdateLimit(99m);
        tokens.Count(static token => token.IsCancellationRequested).Should().Be(1, "a look at the token cancels it, so the count counts");
    }
}
