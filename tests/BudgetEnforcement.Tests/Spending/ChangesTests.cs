namespace BudgetEnforcement.Tests;

/// <summary>Refunds, limits, resets and where a budget starts.</summary>
public class ChangesTests
{
    [Fact]
    public void Refund_OfWhatWasSpent_TakesItBackOnTheWholePath()
    {
        var root = new BudgetEnforcer(100m);
        var job = root.Child(100m);
        job.AddCost(30m);

        job.Refund(10m);

        job.Spent.Should().Be(20m);
        root.Spent.Should().Be(20m);
    }

    [Fact]
    public void Refund_OfEverything_LeavesNothingSpent()
    {
        var budget = Budgets.Spent(101m, 100m);

        budget.Refund(101m);

        budget.Spent.Should().Be(0m);
        budget.GetStatus().Status.Should().Be(BudgetStatus.Ok);
        budget.TryAddCost(100m).Should().BeTrue();
    }

    [Fact]
    public void Refund_WithOpenReservations_KeepsThem()
    {
        var budget = Budgets.Spent(40m, 100m);
        using var reservation = budget.Reserve(60m);

        budget.Refund(40m);

        budget.Reserved.Should().Be(60m);
        budget.Available.Should().Be(40m);
    }

    [Fact]
    public void Refund_MoreThanAnAncestorSpent_IsRefusedEverywhere()
    {
        var root = new BudgetEnforcer(100m);
        var job = root.Child(100m);
        job.AddCost(30m);
        root.Reset();

        var refund = () => job.Refund(1m);

        refund.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("amount");
        job.Spent.Should().Be(30m);
        root.Spent.Should().Be(0m);
    }

    [Fact]
    public void Reset_OfASpentBudget_StartsAgainAtZero()
    {
        var budget = Budgets.Spent(120m, 100m);

        budget.Reset();

        budget.Spent.Should().Be(0m);
        budget.GetStatus().Status.Should().Be(BudgetStatus.Ok);
        budget.IsBudgetExceeded.Should().BeFalse();
        budget.Limit.Should().Be(100m);
    }

    [Fact]
    public void Reset_OfAMiddleBudget_LeavesParentAndChildAsTheyWere()
    {
        var root = new BudgetEnforcer(100m);
        var middle = root.Child(100m);
        var leaf = middle.Child(100m);
        leaf.AddCost(30m);

        middle.Reset();

        root.Spent.Should().Be(30m);
        middle.Spent.Should().Be(0m);
        leaf.Spent.Should().Be(30m);
    }

    [Fact]
    public void UpdateLimit_Higher_EndsTheExcess()
    {
        var budget = Budgets.Spent(120m, 100m);

        budget.UpdateLimit(200m);

        budget.Limit.Should().Be(200m);
        budget.IsBudgetExceeded.Should().BeFalse();
        budget.Available.Should().Be(80m);
    }

    [Fact]
    public void UpdateLimit_BelowTheSpend_Exceeds()
    {
        var budget = Budgets.Spent(5m, 100m);

        budget.UpdateLimit(5m - Budgets.Unit);

        budget.IsBudgetExceeded.Should().BeTrue();
        budget.GetStatus().Status.Should().Be(BudgetStatus.Exceeded);
    }

    [Fact]
    public void UpdateLimit_BelowWhatIsReserved_AdmitsNothingAndStillTakesTheCost()
    {
        var budget = new BudgetEnforcer(100m);
        using var reservation = budget.Reserve(80m);

        budget.UpdateLimit(50m);

        budget.Available.Should().Be(0m);
        budget.TryAddCost(Budgets.Unit).Should().BeFalse();
        reservation.Commit(40m);
        budget.Available.Should().Be(10m);
    }

    [Fact]
    public void UpdateLimit_WithCustomThresholds_AppliesThemToTheNewLimit()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 10m, Warning75Threshold = 0.5m, Warning90Threshold = 0.6m });

        budget.UpdateLimit(1000m);

        budget.AddCost(499.99m).Should().Be(BudgetStatus.Ok);
        budget.AddCost(0.01m).Should().Be(BudgetStatus.Warning75);
    }

    [Fact]
    public void UpdateLimit_ToZeroAndBack_CountsOn()
    {
        var budget = Budgets.Spent(50m, 100m);

        budget.UpdateLimit(0m);
        budget.GetStatus().Status.Should().Be(BudgetStatus.Exceeded);
        budget.UpdateLimit(100m);

        budget.GetStatus().Status.Should().Be(BudgetStatus.Ok);
        budget.AddCost(25m).Should().Be(BudgetStatus.Warning75);
    }

    [Fact]
    public void InitialSpent_OfAResumedJob_CountsOnItAlone()
    {
        var root = new BudgetEnforcer(100m);
        var job = root.CreateChild(new BudgetOptions { Limit = 100m, InitialSpent = 80m });

        job.Spent.Should().Be(80m);
        job.GetStatus().Status.Should().Be(BudgetStatus.Warning75);
        job.Available.Should().Be(20m);
        root.Spent.Should().Be(0m);
    }

    [Fact]
    public void InitialSpent_PastTheLimit_StartsExceeded()
    {
        var job = new BudgetEnforcer(new BudgetOptions { Limit = 10m, InitialSpent = 11m });

        job.IsBudgetExceeded.Should().BeTrue();
        job.ExceededToken.IsCancellationRequested.Should().BeTrue();
        job.TryAddCost(Budgets.Unit).Should().BeFalse();
    }
}
