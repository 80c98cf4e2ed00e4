namespace BudgetEnforcement.Tests;

/// <summary>Portions whose percentage <see cref="decimal"/> cannot hold.</summary>
public class HugeAlertTests
{
    [Fact]
    public void AddCost_PastAnAlertOfTheLargestPortion_TellsIt()
    {
        var options = new BudgetOptions { Limit = Budgets.Unit };
        options.AlertAt.Add(decimal.MaxValue);
        var budget = new BudgetEnforcer(options);
        var told = new List<decimal?>();
        budget.ThresholdCrossed += (_, crossing) => told.Add(crossing.Threshold);

        budget.AddCost(decimal.MaxValue).Should().Be(BudgetStatus.Exceeded);

        told.Should().Equal(0.75m, 0.9m, null, decimal.MaxValue);
    }
}
