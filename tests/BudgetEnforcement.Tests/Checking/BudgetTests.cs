namespace BudgetEnforcement.Tests;

/// <summary>The check without a budget.</summary>
public class BudgetTests
{
    [Fact]
    public void Check_BelowTheLimit_IsAvailable()
    {
        var (isAvailable, status) = Budget.Check(50m, 100m, 10m);

        isAvailable.Should().BeTrue();
        status.Should().Be(BudgetStatus.Ok);
    }

    [Fact]
    public void Check_PastTheLimit_IsRefused()
    {
        var check = Budget.Check(80m, 100m, 30m);

        check.IsAvailable.Should().BeFalse();
        check.Status.Should().Be(BudgetStatus.Exceeded);
        check.Message.Should().Be("Budget would be exceeded: $110.00 > $100.00 (current: $80.00, required: $30.00)");
    }

    [Fact]
    public void Check_ExactlyTheLimit_IsAvailable()
    {
        var (isAvailable, status) = Budget.Check(80m, 100m, 20m);

        isAvailable.Should().BeTrue();
        status.Should().Be(BudgetStatus.Warning90);
    }

    [Fact]
    public void Check_NothingRequired_AnswersForWhatIsSpent()
    {
        var check = Budget.Check(75m, 100m);

        check.IsAvailable.Should().BeTrue();
        check.Status.Should().Be(BudgetStatus.Warning75);
        check.RequiredAmount.Should().Be(0m);
        check.Message.Should().Be("Budget OK (remaining: $25.00)");
    }

    [Fact]
    public void Check_Available_SaysWhatRemainsAfterTheAmount()
    {
        Budget.Check(50m, 100m, 25m).Message.Should().Be("Budget OK (remaining: $25.00)");
    }

    [Fact]
    public void Check_NothingRequiredAndExceeded_IsRefused()
    {
        Budget.Check(100.01m, 100m).IsAvailable.Should().BeFalse();
        Budget.Check(100m, 100m).IsAvailable.Should().BeTrue();
    }

    [Fact]
    public void Check_Numbers_AreThoseGiven()
    {
        var check = Budget.Check(80m, 100m, 5m);

        check.Limit.Should().Be(100m);
        check.Spent.Should().Be(80m);
        check.Reserved.Should().Be(0m);
        check.RequiredAmount.Should().Be(5m);
        check.Available.Should().Be(20m);
        check.Currency.Should().Be("USD");
        check.BudgetName.Should().Be("default");
    }

    [Theory]
    [InlineData("10", "0.0000000000000000000000000004")]
    [InlineData("10", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void Check_FullBudgetAndAnyMore_IsRefusedWhereDecimalWouldRound(string limit, string required)
    {
        Budget.Check(Text.Decimal(limit), Text.Decimal(limit), Text.Decimal(required)).IsAvailable.Should().BeFalse();
    }

    [Fact]
    public void Check_OfNothing_IsOkUntilAnythingIsRequired()
    {
        Budget.Check(0m, 0m).Should().Match<BudgetCheck>(check => check.IsAvailable && check.Status == BudgetStatus.Ok);
        Budget.Check(0m, 0m, Budgets.Unit).IsAvailable.Should().BeFalse();
    }

    [Theory]
    [InlineData("74.99", BudgetStatus.Ok)]
    [InlineData("75", BudgetStatus.Warning75)]
    [InlineData("89.99", BudgetStatus.Warning75)]
    [InlineData("90", BudgetStatus.Warning90)]
    [InlineData("100", BudgetStatus.Warning90)]
    [InlineData("100.01", BudgetStatus.Exceeded)]
    public void Check_AtABoundary_AnswersItsStatus(string current, BudgetStatus expected)
    {
        Budget.Check(Text.Decimal(current), 100m).Status.Should().Be(expected);
    }
}
