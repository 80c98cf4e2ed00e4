using System.Collections.Concurrent;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>Trees that are deeper than a stack, and a midnight on every level of them at once.</summary>
public sealed class DeepPeriodTests
{
    private const int Levels = 3_000;

    private readonly ManualClock _clock = new();

    [Fact]
    public void AddCost_ThreeThousandLevelsEndTheirDayAtOnce_TellsOfEachHowItsWholePathEndedAndItsThresholdsAgain()
    {
        var budgets = new List<BudgetEnforcer> { _clock.Budget() };
        for (var level = 1; level < Levels; level++)
            budgets.Add(budgets[^1].Child(BudgetPeriod.Daily));
        budgets[^1].AddCost(80m);
        budgets[Levels / 2].AddCost(15m);
        var ended = new ConcurrentDictionary<int, (decimal Spent, decimal Available, BudgetStatus Path)>();
        var crossed = new ConcurrentDictionary<int, BudgetStatus>();
        for (var level = 0; level < Levels; level++)
        {
            var mine = level;
            budgets[level].PeriodEnded += (_, end) => ended.TryAdd(mine, (end.Report.Spent, end.Report.Available, end.Report.PathStatus));
            budgets[level].ThresholdCrossed += (_, crossing) => crossed.TryAdd(mine, crossing.Status);
        }

        _clock.Advance(TimeSpan.FromDays(1));
        budgets[^1].AddCost(76m).Should().Be(BudgetStatus.Warning75, "all of them have begun a new day");

        Waiting.Until(() => (ended.Count, crossed.Count) == (Levels, Levels));
        ended.Should().OnlyContain(report => report.Value.Equals(
            ValueTuple.Create(report.Key <= Levels / 2 ? 95m : 80m, 5m, BudgetStatus.Warning90)));
        crossed.Values.Should().OnlyContain(status => status == BudgetStatus.Warning75);
        budgets.Should().OnlyContain(budget => budget.Spent == 76m);
    }
}
