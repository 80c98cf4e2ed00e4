namespace BudgetEnforcement.Tests;

public class AddCostTests
{
    [Fact]
    public void NewBudget_BeforeAnyCost_HasSpentNothingAndIsOk()
    {
        var report = new BudgetEnforcer(100m).GetStatus();

        report.Name.Should().Be("default");
        report.Currency.Should().Be("USD");
        report.Limit.Should().Be(100m);
        report.Spent.Should().Be(0m);
        report.Reserved.Should().Be(0m);
        report.OpenReservations.Should().Be(0);
        report.Remaining.Should().Be(100m);
        report.Available.Should().Be(100m);
        report.UtilizationPercentage.Should().Be(0m);
        report.Status.Should().Be(BudgetStatus.Ok);
        report.PathStatus.Should().Be(BudgetStatus.Ok);
        report.IsExceeded.Should().BeFalse();
    }

    [Fact]
    public void AddCost_OneCost_AddsItToTheSpend()
    {
        var budget = new BudgetEnforcer(100m);

        var status = budget.AddCost(25m);

        status.Should().Be(BudgetStatus.Ok);
        budget.Spent.Should().Be(25m);
    }

    [Fact]
    public void AddCost_StepByStep_RisesThroughEveryStatus()
    {
        var budget = new BudgetEnforcer(100m);

        var statuses = new[] { 50m, 24m, 1m, 14m, 1m, 10m, 0.01m }.Select(budget.AddCost).ToList();

        statuses.Should().Equal(
            BudgetStatus.Ok,
            BudgetStatus.Ok,
            BudgetStatus.Warning75,
            BudgetStatus.Warning75,
            BudgetStatus.Warning90,
            BudgetStatus.Warning90,
            BudgetStatus.Exceeded);
        budget.Spent.Should().Be(100.01m);
    }

    [Theory]
    [InlineData("74.99", BudgetStatus.Ok)]
    [InlineData("74.9999999999999999999999999", BudgetStatus.Ok)]
    [InlineData("75", BudgetStatus.Warning75)]
    [InlineData("89.99", BudgetStatus.Warning75)]
    [InlineData("89.9999999999999999999999999", BudgetStatus.Warning75)]
    [InlineData("90", BudgetStatus.Warning90)]
    [InlineData("100", BudgetStatus.Warning90)]
    [InlineData("100.0000000000000000000000001", BudgetStatus.Exceeded)]
    [InlineData("100.01", BudgetStatus.Exceeded)]
    public void AddCost_UpToABoundary_ReachesItsStatusExactly(string spent, BudgetStatus expected)
    {
        var budget = new BudgetEnforcer(100m);

        var status = budget.AddCost(Text.Decimal(spent));

        status.Should().Be(expected);
        budget.GetStatus().Status.Should().Be(expected);
    }

    [Fact]
    public void AddCost_ThreeThirdsOfAHundred_SpendExactlyTheLimit()
    {
        var budget = new BudgetEnforcer(100m);

        budget.AddCost(33.333333m);
        budget.AddCost(33.333333m);
        var status = budget.AddCost(33.333334m);

        budget.Spent.Should().Be(100m);
        status.Should().Be(BudgetStatus.Warning90);
    }

    [Fact]
    public void AddCost_OfZero_ChangesNothing()
    {
        var budget = Budgets.Spent(80m, 100m);
        var before = budget.Everything();

        budget.AddCost(0m).Should().Be(BudgetStatus.Warning75);
        budget.AddCost(new decimal(0, 0, 0, isNegative: true, 4)).Should().Be(BudgetStatus.Warning75);

        budget.Everything().Should().Be(before);
    }

    [Fact]
    public void AddCost_WhenExceeded_StillRecords()
    {
        var budget = Budgets.Spent(150m, 100m);

        budget.AddCost(50m).Should().Be(BudgetStatus.Exceeded);

        budget.Spent.Should().Be(200m);
    }

    [Fact]
    public void AddCost_OneUnitPastTheLimit_Exceeds()
    {
        var budget = Budgets.Spent(10m, 10m);
        budget.IsBudgetExceeded.Should().BeFalse();

        budget.AddCost(Budgets.Unit).Should().Be(BudgetStatus.Exceeded);

        budget.IsBudgetExceeded.Should().BeTrue();
    }

    [Fact]
    public void AddCost_OnAChild_CountsOnEveryAncestor()
    {
        var root = new BudgetEnforcer(100m);
        var middle = root.Child(100m);
        var leaf = middle.Child(100m);
        var sibling = root.Child(100m);

        leaf.AddCost(10m);

        leaf.Spent.Should().Be(10m);
        middle.Spent.Should().Be(10m);
        root.Spent.Should().Be(10m);
        sibling.Spent.Should().Be(0m);
    }

    [Fact]
    public void AddCost_OnAChild_AnswersTheWorstOfThePath()
    {
        var root = new BudgetEnforcer(100m);
        var leaf = root.Child(1000m).Child(1000m);

        leaf.AddCost(80m).Should().Be(BudgetStatus.Warning75);
        leaf.AddCost(30m).Should().Be(BudgetStatus.Exceeded);

        leaf.GetStatus().Status.Should().Be(BudgetStatus.Ok);
        leaf.GetStatus().PathStatus.Should().Be(BudgetStatus.Exceeded);
        leaf.IsBudgetExceeded.Should().BeTrue();
    }

    [Fact]
    public void AddCost_OnAnExceededChild_LeavesTheParentOk()
    {
        var root = new BudgetEnforcer(1000m);
        var leaf = root.Child(10m);

        leaf.AddCost(11m).Should().Be(BudgetStatus.Exceeded);

        root.IsBudgetExceeded.Should().BeFalse();
        root.AddCost(1m).Should().Be(BudgetStatus.Ok);
    }

    [Fact]
    public void AddCost_WithCustomThresholds_UsesThem()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Warning75Threshold = 0.5m, Warning90Threshold = 0.6m });

        budget.AddCost(49.99m).Should().Be(BudgetStatus.Ok);
        budget.AddCost(0.01m).Should().Be(BudgetStatus.Warning75);
        budget.AddCost(10m).Should().Be(BudgetStatus.Warning90);
    }

    [Fact]
    public void AddCost_SecondThresholdAtTheWholeLimit_WarnsAtTheLimitAndNotBefore()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Warning90Threshold = 1m });

        budget.AddCost(99.99m).Should().Be(BudgetStatus.Warning75);
        budget.AddCost(0.01m).Should().Be(BudgetStatus.Warning90);
    }
}
