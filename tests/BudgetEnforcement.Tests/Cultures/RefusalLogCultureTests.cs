using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

public class RefusalLogCultureTests
{
    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Messages_OfRefusalsInTheLog_AreInvariant(string culture)
    {
        static string Refusals()
        {
            var logger = new FakeLogger<BudgetEnforcer>();
            var budget = Budgets.Named("job", 1.5m, logger);
            budget.TryAddCost(2.5m);
            budget.TryAddCost(3.5m);
            return string.Join('\n', logger.Collector.GetSnapshot().Select(record => record.Message));
        }

        Text.Under(culture, Refusals).Should().Be(Text.Under(string.Empty, Refusals));
    }
}
