namespace BudgetEnforcement.Tests;

public class ExceptionCultureTests
{
    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Message_OfABadAmount_IsInvariant(string culture)
    {
        static string MessageOf(Action<BudgetEnforcer> action) =>
            new BudgetEnforcer(1m).Invoking(action).Should().Throw<ArgumentOutOfRangeException>().Which.Message;

        static string Both() => MessageOf(budget => budget.AddCost(-1.5m)) + MessageOf(budget => budget.Refund(2.5m));

        Text.Under(culture, Both).Should().Be(Text.Under(string.Empty, Both));
    }
}
