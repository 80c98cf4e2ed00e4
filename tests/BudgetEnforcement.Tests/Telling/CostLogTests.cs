using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

public class CostLogTests
{
    [Fact]
    public void AddCost_HandlerThatResets_LogsTheCostWithTheSpendOfItsInstant()
    {
        var logger = new FakeLogger<BudgetEnforcer>();
        var budget = Budgets.Named("job", 100m, logger);
        budget.ThresholdCrossed += (_, _) => budget.Reset();

        budget.AddCost(80m);

        var record = logger.Collector.GetSnapshot().Should().ContainSingle(entry => entry.Id.Name == "CostRecorded").Which;
        Text.Decimal(record.GetStructuredStateValue("Spent")!).Should().Be(80m);
    }

    [Fact]
    public void AddCost_ReachingAThreshold_LogsTheCostBeforeTheCrossing()
    {
        var logger = new FakeLogger<BudgetEnforcer>();

        Budgets.Named("job", 100m, logger).AddCost(80m);

        logger.Collector.GetSnapshot().Select(entry => entry.Id.Name).Should().Equal("CostRecorded", "ThresholdReached");
    }
}
