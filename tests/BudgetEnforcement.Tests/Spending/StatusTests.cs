namespace BudgetEnforcement.Tests;

public class StatusTests
{
    [Theory]
    [InlineData("50", "100", "50")]
    [InlineData("150", "100", "150")]
    [InlineData("0", "100", "0")]
    [InlineData("1", "3", "33.333333333333333333333333333")]
    [InlineData("0", "0", "0")]
    [InlineData("5", "0", "0")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335", "100")]
    [InlineData("79228162514264337593543950335", "0.0000000000000000000000000001", "79228162514264337593543950335")]
    [InlineData("79228162514264337593543950335", "1", "79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001", "79228162514264337593543950335", "0")]
    [InlineData("792281625142643375935439503.35", "70000000000000000000000000000", "1.1318308930609191084791992905")]
    public void Utilization_OfSpendAndLimit_IsThePercentageSaturated(string spent, string limit, string expected)
    {
        var budget = Budgets.Spent(Text.Decimal(spent), Text.Decimal(limit));

        budget.GetUtilizationPercentage().Should().Be(Text.Decimal(expected));
        budget.GetStatus().UtilizationPercentage.Should().Be(Text.Decimal(expected));
    }

    [Fact]
    public void Utilization_OneUnitPastTheLimit_IsAbove100()
    {
        var budget = Budgets.Spent(10m, 10m);
        budget.AddCost(Budgets.Unit); // Now the spend has more digits than decimal holds.

        budget.GetUtilizationPercentage().Should().BeGreaterThan(100m);
    }

    [Fact]
    public void Remaining_ExactlyTheLimit_IsZeroWithoutASign()
    {
        decimal.IsNegative(Budgets.Spent(10m, 10m).GetRemainingBudget()).Should().BeFalse();
    }

    [Fact]
    public void Parent_OfRootAndChild_IsNullAndTheMaker()
    {
        var root = new BudgetEnforcer(1m);

        root.Parent.Should().BeNull();
        root.Child(1m).Parent.Should().BeSameAs(root);
    }
}
