namespace BudgetEnforcement.Tests;

public class TryAddCostTests
{
    [Fact]
    public void TryAddCost_WhatFits_IsRecorded()
    {
        var budget = new BudgetEnforcer(100m);

        budget.TryAddCost(60m).Should().BeTrue();

        budget.Spent.Should().Be(60m);
    }

    [Fact]
    public void TryAddCost_ExactlyTheLimit_IsRecorded()
    {
        var budget = Budgets.Spent(60m, 100m);

        budget.TryAddCost(40m).Should().BeTrue();

        budget.Spent.Should().Be(100m);
        budget.IsBudgetExceeded.Should().BeFalse();
    }

    [Fact]
    public void TryAddCost_WhatDoesNotFit_ChangesNothing()
    {
        var budget = Budgets.Spent(60m, 100m);
        var before = budget.Everything();

        budget.TryAddCost(40.01m).Should().BeFalse();

        budget.Everything().Should().Be(before);
    }

    [Theory]
    [InlineData("10", "0.0000000000000000000000000004")]
    [InlineData("10", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void TryAddCost_FullBudgetAndAnyMore_IsRefusedWhereDecimalWouldRound(string limit, string amount)
    {
        var budget = Budgets.Spent(Text.Decimal(limit), Text.Decimal(limit));

        budget.TryAddCost(Text.Decimal(amount)).Should().BeFalse();
    }

    [Fact]
    public void TryAddCost_OneUnitBelowAFullBudget_FitsOnce()
    {
        var budget = new BudgetEnforcer(10m);
        budget.AddCost(9m);
        budget.AddCost(1m - Budgets.Unit);

        budget.TryAddCost(Budgets.Unit).Should().BeTrue();
        budget.TryAddCost(Budgets.Unit).Should().BeFalse();
    }

    [Fact]
    public void TryAddCost_OpenReservations_TakeRoom()
    {
        var budget = new BudgetEnforcer(100m);
        using var reservation = budget.Reserve(60m);

        budget.TryAddCost(40.01m).Should().BeFalse();
        budget.TryAddCost(40m).Should().BeTrue();
    }

    [Fact]
    public void TryAddCost_AncestorHasNoRoom_NoBudgetOfThePathRecords()
    {
        var root = new BudgetEnforcer(50m);
        var middle = root.Child(100m);
        var leaf = middle.Child(200m);

        leaf.TryAddCost(51m).Should().BeFalse();

        leaf.Spent.Should().Be(0m);
        middle.Spent.Should().Be(0m);
        root.Spent.Should().Be(0m);
    }

    [Fact]
    public void TryAddCost_OfZeroOnAFullBudget_Fits()
    {
        Budgets.Spent(100m, 100m).TryAddCost(0m).Should().BeTrue();
    }

    [Fact]
    public void TryAddCost_OfZeroOnAnExceededBudget_Fits()
    {
        Budgets.Spent(101m, 100m).TryAddCost(0m).Should().BeTrue();
    }

    [Fact]
    public void TryAddCost_LimitZero_RefusesEveryPositiveAmount()
    {
        var budget = new BudgetEnforcer(0m);

        budget.TryAddCost(Budgets.Unit).Should().BeFalse();
        budget.TryAddCost(0m).Should().BeTrue();
    }
}
