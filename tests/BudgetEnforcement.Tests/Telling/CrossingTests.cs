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
}
