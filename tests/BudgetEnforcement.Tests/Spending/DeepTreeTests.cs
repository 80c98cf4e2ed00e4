using System.Collections.Concurrent;

namespace BudgetEnforcement.Tests;

/// <summary>Trees that are deeper than a stack, and crossings on every level of them at once.</summary>
public class DeepTreeTests
{
    private const int Levels = 10_000;

    [Fact]
    public void AddCost_TenThousandLevelsCrossAtOnce_AnnouncesEachInOrderChildrenFirst()
    {
        var budgets = Chain(_ => 100m);
        var told = new ConcurrentQueue<(int Level, int Thread, BudgetReport Report)>();
        for (var level = 0; level < Levels; level++)
        {
            var mine = level;
            budgets[level].ThresholdCrossed += (_, crossing) => told.Enqueue((mine, Environment.CurrentManagedThreadId, crossing.Report));
        }

        budgets[^1].AddCost(80m).Should().Be(BudgetStatus.Warning75);

        // Crossings that wait longer than a second behind other handlers are left to work items, so all are told, but not all by this thread.
        Waiting.Until(() => told.Count == Levels);
        var here = told.Where(each => each.Thread == Environment.CurrentManagedThreadId).Select(each => each.Level).ToList();
        here[0].Should().Be(Levels - 1);
        here.Should().BeInDescendingOrder();
        told.Select(each => each.Level).Should().OnlyHaveUniqueItems();
        told.Should().OnlyContain(each => each.Report.Spent == 80m && each.Report.PathStatus == BudgetStatus.Warning75 && each.Report.Available == 20m);
    }

    [Fact]
    public void AddCost_EveryOtherLevelCrosses_ReportsTheWholePathOfEach()
    {
        // The levels between have more room, and the root has spent more than the others that cross.
        var budgets = Chain(level => level % 2 == 0 ? 100m : 1000m + level);
        budgets[0].AddCost(15m);
        var available = new ConcurrentDictionary<int, (decimal Available, BudgetStatus Path)>();
        for (var level = 2; level < Levels; level += 2)
        {
            var mine = level;
            budgets[level].ThresholdCrossed += (_, crossing) => available.TryAdd(mine, (crossing.Report.Available, crossing.Report.PathStatus));
        }

        budgets[^1].AddCost(80m).Should().Be(BudgetStatus.Warning90, "the root has spent 95 of 100");

        Waiting.Until(() => available.Count == (Levels / 2) - 1);
        available.Values.Should().OnlyContain(told => told.Available == 5m && told.Path == BudgetStatus.Warning90);
    }

    [Fact]
    public void EveryMember_AtTheBottomOfADeepTree_Works()
    {
        var budgets = Chain(_ => 100m);
        var (root, leaf) = (budgets[0], budgets[^1]);
        using var source = leaf.CreateLinkedTokenSource(CancellationToken.None);
        var token = leaf.ExceededToken;

        leaf.TryAddCost(10m).Should().BeTrue();
        leaf.Reserve(10m).Commit(20m);
        leaf.Refund(5m);
        leaf.CheckBudgetAvailable(76m).Should().Match<BudgetCheck>(check => !check.IsAvailable && check.Available == 75m);
        leaf.GetPath().Should().HaveCount(Levels).And.OnlyContain(report => report.Spent == 25m);
        root.AddCost(100m);

        token.IsCancellationRequested.Should().BeTrue();
        source.IsCancellationRequested.Should().BeTrue();
        root.Close();
        leaf.TryAddCost(0m).Should().BeFalse();
    }

    [Fact]
    public void CreateChild_UnderTwoDeepParents_FindsEachAncestorOnce()
    {
        var budgets = Chain(_ => 100m);
        var child = budgets[^1].CreateChild(new BudgetOptions { Limit = 100m }, budgets[Levels / 2]);

        child.AddCost(1m);

        child.GetPath().Should().HaveCount(Levels + 1).And.OnlyContain(report => report.Spent == 1m);
    }

    private static BudgetEnforcer[] Chain(Func<int, decimal> limit)
    {
        var budgets = new BudgetEnforcer[Levels];
        budgets[0] = new BudgetEnforcer(limit(0));
        for (var level = 1; level < Levels; level++)
            budgets[level] = budgets[level - 1].Child(limit(level));
        return budgets;
    }
}
