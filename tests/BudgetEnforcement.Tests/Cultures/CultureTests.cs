using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

/// <summary>All text is the same under every culture.</summary>
public class CultureTests
{
    public static TheoryData<string> Foreign => ["de-DE", "ar-SA", "fa-IR", "sv-SE", "tr-TR"];

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Texts_OfChecksAndReports_AreInvariant(string culture) => SameAsInvariant(culture, () =>
    {
        var budget = Budgets.Named("job", 1000m, initialSpent: 1333.335m);
        return string.Join('\n', budget.CheckBudgetAvailable(0.5m).Message, budget.CheckBudgetAvailable(0.5m), budget.GetStatus(), budget);
    });

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Texts_OfTheExactNumbers_AreInvariant(string culture) => SameAsInvariant(culture, () => Money.From(1234.5m).ToString());

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Texts_OfNegativeAmounts_AreInvariant(string culture)
    {
        var budget = Budgets.Spent(130.5m, 100m);

        Text.Under(culture, () => MoneyText.Of(budget.GetRemainingBudget(), "USD")).Should().Be("-$30.50");
        Text.Under(culture, () => MoneyText.Of(-1234.5m, "EUR")).Should().Be("-EUR 1234.50");
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Message_OfARefusedReservation_IsInvariant(string culture) => SameAsInvariant(culture, () =>
        Budgets.Named("job", 1.5m).Invoking(budget => budget.Reserve(2.5m)).Should().Throw<BudgetExceededException>().Which.Message);

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Message_OfInvalidOptions_IsInvariant(string culture) => SameAsInvariant(culture, () =>
    {
        var make = () => new BudgetEnforcer(
            new BudgetOptions { Limit = -1234.5m, InitialSpent = -0.5m, Warning75Threshold = 0.95m, Warning90Threshold = 1.5m });
        return make.Should().Throw<ArgumentException>().Which.Message;
    });

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Messages_InTheLog_AreInvariant(string culture) => SameAsInvariant(culture, () =>
    {
        var logger = new FakeLogger<BudgetEnforcer>();
        var budget = Budgets.Named("job", 1000.5m, logger);
        budget.AddCost(800.25m);
        budget.AddCost(800.25m);
        budget.UpdateLimit(5000.5m);
        budget.Reserve(0.5m).Commit(1.5m);
        budget.Refund(0.5m);
        budget.Reset();
        return string.Join('\n', logger.Collector.GetSnapshot().Select(record => record.Message));
    });

    private static void SameAsInvariant(string culture, Func<string> text) =>
        Text.Under(culture, text).Should().Be(Text.Under(string.Empty, text));
}
