namespace BudgetEnforcement.Tests;

public class StatusTests
{
    [Fact]
    public void Remaining_OfAPartlySpentBudget_IsLimitLessSpent()
    {
        Budgets.Spent(30m, 100m).GetRemainingBudget().Should().Be(70m);
    }

    [Fact]
    public void Remaining_OfAnExceededBudget_IsNegative()
    {
        var budget = Budgets.Spent(130m, 100m);

        budget.GetRemainingBudget().Should().Be(-30m);
        budget.Available.Should().Be(0m);
    }

    [Fact]
    public void Remaining_WithOpenReservations_DoesNotCountThem()
    {
        var budget = Budgets.Spent(30m, 100m);
        using var reservation = budget.Reserve(50m);

        budget.GetRemainingBudget().Should().Be(70m);
        budget.Available.Should().Be(20m);
    }

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

    [Theory]
    [InlineData("99.99", false)]
    [InlineData("100", false)]
    [InlineData("100.0000000000000000000000001", true)]
    public void IsBudgetExceeded_AroundTheLimit_IsTrueOnlyPastIt(string spent, bool expected)
    {
        var budget = Budgets.Spent(Text.Decimal(spent), 100m);

        budget.IsBudgetExceeded.Should().Be(expected);
        budget.GetStatus().IsExceeded.Should().Be(expected);
    }

    [Theory]
    [InlineData(50, BudgetStatus.Ok)]
    [InlineData(80, BudgetStatus.Warning75)]
    [InlineData(95, BudgetStatus.Warning90)]
    [InlineData(120, BudgetStatus.Exceeded)]
    public void GetStatus_AtEachStatus_ReportsItsNumbers(int spent, BudgetStatus expected)
    {
        var report = Budgets.Spent(spent, 100m).GetStatus();

        report.Status.Should().Be(expected);
        report.PathStatus.Should().Be(expected);
        report.Spent.Should().Be(spent);
        report.Limit.Should().Be(100m);
        report.Remaining.Should().Be(100m - spent);
        report.UtilizationPercentage.Should().Be(spent);
        report.IsExceeded.Should().Be(expected == BudgetStatus.Exceeded);
    }

    [Fact]
    public void GetStatus_LimitZeroAndNothingSpent_IsOk()
    {
        var report = new BudgetEnforcer(0m).GetStatus();

        report.Status.Should().Be(BudgetStatus.Ok);
        report.UtilizationPercentage.Should().Be(0m);
    }

    [Fact]
    public void GetStatus_LimitZeroAndOneUnitSpent_IsExceeded()
    {
        Budgets.Spent(Budgets.Unit, 0m).GetStatus().Status.Should().Be(BudgetStatus.Exceeded);
    }

    [Fact]
    public void GetStatus_LimitOfOneUnit_HasNoWarningsBelowIt()
    {
        var budget = new BudgetEnforcer(Budgets.Unit);
        budget.GetStatus().Status.Should().Be(BudgetStatus.Ok);

        budget.AddCost(Budgets.Unit).Should().Be(BudgetStatus.Warning90);
        budget.AddCost(Budgets.Unit).Should().Be(BudgetStatus.Exceeded);
    }

    [Fact]
    public void GetStatus_ReservationsUpToTheLimit_LeaveTheStatusOk()
    {
        var budget = new BudgetEnforcer(100m);
        using var reservation = budget.Reserve(100m);

        budget.GetStatus().Status.Should().Be(BudgetStatus.Ok);
        budget.IsBudgetExceeded.Should().BeFalse();
    }

    [Fact]
    public void GetStatus_OfAChild_HasItsOwnNumbersAndThePathsAvailable()
    {
        var root = new BudgetEnforcer(100m);
        var job = root.Child(500m, "job");
        root.AddCost(95m);

        var report = job.GetStatus();

        report.Name.Should().Be("job");
        report.Limit.Should().Be(500m);
        report.Spent.Should().Be(0m);
        report.Remaining.Should().Be(500m);
        report.Available.Should().Be(5m);
        report.Status.Should().Be(BudgetStatus.Ok);
        report.PathStatus.Should().Be(BudgetStatus.Warning90);
    }

    [Fact]
    public void Parent_OfRootAndChild_IsNullAndTheMaker()
    {
        var root = new BudgetEnforcer(1m);

        root.Parent.Should().BeNull();
        root.Child(1m).Parent.Should().BeSameAs(root);
    }

    [Fact]
    public void AddCost_OnATreeDeeperThanAStack_ReachesTheRoot()
    {
        var root = new BudgetEnforcer(1m);
        var leaf = root;
        for (var depth = 0; depth < 20_000; depth++)
            leaf = leaf.Child(100m);
        var token = leaf.ExceededToken;

        leaf.AddCost(2m).Should().Be(BudgetStatus.Exceeded);

        root.Spent.Should().Be(2m);
        token.IsCancellationRequested.Should().BeTrue();
    }
}
