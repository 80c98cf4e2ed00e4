namespace BudgetEnforcement.Tests;

public class CrossingTests
{
    [Fact]
    public void AddCost_ReachingOneThreshold_AnnouncesItWithTheReportOfThatInstant()
    {
        var budget = Budgets.Named("job", 100m);
        var told = new List<(object? Sender, BudgetThresholdCrossedEventArgs Crossing)>();
        budget.ThresholdCrossed += (sender, crossing) => told.Add((sender, crossing));

        budget.AddCost(80m);

        told.Should().ContainSingle();
        told[0].Sender.Should().BeSameAs(budget);
        told[0].Crossing.Status.Should().Be(BudgetStatus.Warning75);
        told[0].Crossing.Report.Should().Be(budget.GetStatus());
    }

    [Fact]
    public void AddCost_JustBelowAThreshold_AnnouncesNothing()
    {
        var budget = new BudgetEnforcer(1m);
        var crossings = Crossings.Of(budget);

        budget.AddCost(0.75m - Budgets.Unit);

        crossings.Told.Should().BeEmpty();
    }

    [Fact]
    public void AddCost_AThousandTimesAt91Percent_WarnsOnce()
    {
        var budget = new BudgetEnforcer(100m);
        budget.AddCost(80m);
        var crossings = Crossings.Of(budget);

        budget.AddCost(11m);
        for (var i = 0; i < 1000; i++)
            budget.AddCost(0.001m);

        crossings.Statuses.Should().Equal(BudgetStatus.Warning90);
    }

    [Fact]
    public void AddCost_PastTwoThresholds_AnnouncesBothInOrder()
    {
        var budget = new BudgetEnforcer(100m);
        var crossings = Crossings.Of(budget);

        budget.AddCost(95m);

        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90);
    }

    [Fact]
    public void AddCost_PastAllThresholds_AnnouncesAllInOrder()
    {
        var budget = new BudgetEnforcer(100m);
        var crossings = Crossings.Of(budget);

        budget.AddCost(1000m);

        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Exceeded);
    }

    [Fact]
    public void AddCost_ExactlyToTheLimit_DoesNotAnnounceExceeded()
    {
        var budget = new BudgetEnforcer(1m);
        var crossings = Crossings.Of(budget);

        budget.AddCost(1m);
        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90);
        budget.AddCost(Budgets.Unit);

        crossings.Statuses.Should().EndWith(BudgetStatus.Exceeded).And.HaveCount(3);
    }

    [Fact]
    public void AddCost_LimitZero_AnnouncesOnlyExceeded()
    {
        var budget = new BudgetEnforcer(0m);
        var crossings = Crossings.Of(budget);

        budget.AddCost(0m);
        budget.AddCost(1m);
        budget.AddCost(1m);

        crossings.Statuses.Should().Equal(BudgetStatus.Exceeded);
    }

    [Fact]
    public void TryAddCostAndCommit_ReachingAThreshold_AnnounceToo()
    {
        var budget = new BudgetEnforcer(100m);
        var crossings = Crossings.Of(budget);

        budget.TryAddCost(75m);
        crossings.Statuses.Should().Equal(BudgetStatus.Warning75);
        budget.Reserve(20m).Commit(15m);

        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90);
    }

    [Fact]
    public void Reserve_PastAThreshold_AnnouncesNothingUntilItIsSpent()
    {
        var budget = new BudgetEnforcer(100m);
        var crossings = Crossings.Of(budget);

        using var reservation = budget.Reserve(100m);
        budget.TryAddCost(100m);
        budget.CheckBudgetAvailable(80m);

        crossings.Told.Should().BeEmpty();
    }

    [Fact]
    public void AddCost_OnALeaf_AnnouncesEachAncestorForItself()
    {
        var root = Budgets.Named("organisation", 200m);
        var team = root.Child(1000m, "team");
        var job = team.Child(100m, "job");
        var crossings = Crossings.Of(root, team, job);

        job.AddCost(160m);

        crossings.Told.Should().BeEquivalentTo(
        [
            ("job", BudgetStatus.Warning75), ("job", BudgetStatus.Warning90), ("job", BudgetStatus.Exceeded),
            ("organisation", BudgetStatus.Warning75),
        ]);
        crossings.Told.Where(crossing => crossing.Name == "job").Select(crossing => crossing.Status).Should().BeInAscendingOrder();
    }

    [Fact]
    public void AddCost_OnTheParent_AnnouncesNothingOnTheChild()
    {
        var root = new BudgetEnforcer(100m);
        var crossings = Crossings.Of(root.Child(100m));

        root.AddCost(200m);

        crossings.Told.Should().BeEmpty();
    }
}
