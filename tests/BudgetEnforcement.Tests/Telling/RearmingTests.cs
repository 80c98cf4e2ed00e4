namespace BudgetEnforcement.Tests;

/// <summary>After any change a threshold is armed exactly where the spend is below it.</summary>
public class RearmingTests
{
    [Fact]
    public void Refund_BelowAThreshold_ArmsItAgain()
    {
        var budget = new BudgetEnforcer(100m);
        var crossings = Crossings.Of(budget);
        budget.AddCost(92m);

        budget.Refund(10m);
        budget.AddCost(10m);
        budget.Refund(1m);
        budget.AddCost(1m);

        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Warning90);
    }

    [Fact]
    public void Refund_ToExactlyTheThreshold_DoesNotArmIt()
    {
        var budget = new BudgetEnforcer(100m);
        budget.AddCost(85m);
        var crossings = Crossings.Of(budget);

        budget.Refund(10m);
        budget.AddCost(5m);

        crossings.Told.Should().BeEmpty();
    }

    [Fact]
    public void Refund_OfAChild_ArmsTheParentToo()
    {
        var root = Budgets.Named("organisation", 100m);
        var job = root.Child(1000m, "job");
        var crossings = Crossings.Of(root, job);
        job.AddCost(80m);

        job.Refund(10m);
        job.AddCost(10m);

        crossings.Told.Should().Equal(("organisation", BudgetStatus.Warning75), ("organisation", BudgetStatus.Warning75));
    }

    [Fact]
    public void UpdateLimit_Higher_ArmsAgain()
    {
        var budget = new BudgetEnforcer(100m);
        var crossings = Crossings.Of(budget);
        budget.AddCost(95m);

        budget.UpdateLimit(120m);
        budget.AddCost(15m);

        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Warning90);
    }

    [Fact]
    public void UpdateLimit_Lower_AnnouncesWhatItCrosses()
    {
        var budget = new BudgetEnforcer(1000m);
        var crossings = Crossings.Of(budget);
        budget.AddCost(95m);

        budget.UpdateLimit(100m);
        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90);
        budget.UpdateLimit(94m);

        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Exceeded);
    }

    [Fact]
    public void UpdateLimit_ToZeroWithSomethingSpent_AnnouncesOnlyExceeded()
    {
        var budget = new BudgetEnforcer(1000m);
        var crossings = Crossings.Of(budget);
        budget.AddCost(95m);

        budget.UpdateLimit(0m);

        crossings.Statuses.Should().Equal(BudgetStatus.Exceeded);
    }

    [Fact]
    public void UpdateLimit_ToTheSame_AnnouncesNothingAgain()
    {
        var budget = Budgets.Spent(95m, 100m);
        var crossings = Crossings.Of(budget);

        budget.UpdateLimit(100m);

        crossings.Told.Should().BeEmpty();
    }

    [Fact]
    public void Reset_OfAWarnedBudget_ArmsAgain()
    {
        var budget = new BudgetEnforcer(100m);
        var crossings = Crossings.Of(budget);
        budget.AddCost(80m);

        budget.Reset();
        budget.AddCost(80m);

        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning75);
    }

    [Fact]
    public void InitialSpent_PastAThreshold_IsNotToldAgain()
    {
        var budget = Budgets.Named("job", 100m, initialSpent: 80m);
        var crossings = Crossings.Of(budget);

        budget.AddCost(1m);
        crossings.Told.Should().BeEmpty();
        budget.AddCost(9m);

        crossings.Statuses.Should().Equal(BudgetStatus.Warning90);
    }
}
