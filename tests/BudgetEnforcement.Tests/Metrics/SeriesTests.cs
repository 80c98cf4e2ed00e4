using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests.Metrics;

/// <summary>Which series there are, and how long. A collection of another test would keep budgets alive that are dropped here.</summary>
[Collection(AloneDefinition.Name)]
public class SeriesTests
{
    private readonly MetricsProbe _probe = new();

    [Fact]
    public void Parent_ThatIsNamed_IsATag()
    {
        var team = Budgets.Named("team", 100m);
        var job = _probe.Budget(10m, under: team.Child(50m).Child(20m));

        _probe.Observe("limit").Should().ContainSingle().Which.Tags.Should().Equal(
            new Dictionary<string, object?> { ["name"] = _probe.Name, ["currency"] = "USD", ["parent"] = "team" });
        GC.KeepAlive(job);
    }

    [Fact]
    public void Parent_OfSeveral_IsTheNearestNamedOne_AndOfTwoThatAreEquallyNearTheFirst()
    {
        var top = Budgets.Named("top", 100m);
        var far = top.Child(90m).Child(80m);
        var (near, also) = (top.Child(70m, "near").Child(60m), top.Child(50m, "also").Child(40m));
        var job = far.CreateChild(new BudgetOptions { Name = _probe.Name, Limit = 10m }, near, also);

        _probe.Observe("limit").Should().ContainSingle().Which.Tags["parent"].Should().Be("near");
        GC.KeepAlive(job);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Budget_OfARegistryThatIsNotKept_OrIsClosedBeforeItIsPublished_HasNoSeries(bool hasParent, bool isClosed)
    {
        var budget = BudgetEnforcer.CreateUnpublished(
            hasParent ? new BudgetEnforcer(100m) : null, new BudgetOptions { Name = _probe.Name, Limit = 10m }, logger: null, TimeProvider.System, out _);

        if (isClosed)
        {
            budget.Close();
            budget.Publish();
        }

        _probe.Observe("limit").Should().BeEmpty();
        GC.KeepAlive(budget);
    }

    [Fact]
    public void Parents_ThatAreUnnamed_AreNoTag()
    {
        var job = _probe.Budget(10m, under: new BudgetEnforcer(100m).Child(50m));

        _probe.Observe("usage").Should().HaveCount(2).And.OnlyContain(measurement => measurement.Tags.Count == 3 && !measurement.Tags.ContainsKey("parent"));
        GC.KeepAlive(job);
    }

    [Fact]
    public void Budgets_OfOneNameUnderDifferentParents_AreDifferentSeries()
    {
        BudgetEnforcer[] jobs = [_probe.Budget(1m, Budgets.Named("a", 9m)), _probe.Budget(2m, Budgets.Named("b", 9m)), _probe.Budget(4m, Budgets.Named("b", 9m))];

        _probe.Observe("limit").ToDictionary(measurement => measurement.Tags["parent"]!, measurement => measurement.Value)
            .Should().BeEquivalentTo(new Dictionary<object, double> { ["a"] = 1, ["b"] = 6 });
        GC.KeepAlive(jobs);
    }

    [Fact]
    public void Cost_OfBudgetsThatAreGone_StaysInTheSeries()
    {
        var first = _probe.Budget(10m);
        first.AddCost(1m);
        for (var i = 0; i < 50; i++)
            SpendAndDrop(0.1m);

        MetricsProbe.Collect();

        _probe.Value("cost").Should().Be(6, "a counter that falls is taken for one that began again");
        _probe.Value("limit").Should().Be(10, "the others are gone");
        GC.KeepAlive(first);
    }

    [Fact]
    public void Cost_ThatWasTakenBack_StaysInTheSeries()
    {
        var budget = _probe.Budget(10m);
        budget.AddCost(5m);

        budget.Refund(2m);

        (_probe.Value("cost"), budget.Spent).Should().Be((5, 3m));
        GC.KeepAlive(budget);
    }

    [Fact]
    public void Cost_OfABudgetThatBeganWithSpend_IsWhatItRecorded()
    {
        var budget = Budgets.Named(_probe.Name, 100m, initialSpent: 50m);
        _probe.Value("cost").Should().Be(0);

        budget.AddCost(7m);
        budget.Reset();
        budget.AddCost(10m);

        _probe.Value("cost").Should().Be(17);
        GC.KeepAlive(budget);
    }

    [Fact]
    public void Series_WhoseBudgetsAreAllGone_EndsAndBeginsAnew()
    {
        SpendAndDrop(1m);
        MetricsProbe.Collect();
        var ended = _probe.Observe("cost").Count;

        var budget = _probe.Budget(10m);
        budget.AddCost(2m);

        ended.Should().Be(0, "the collected budgets have disappeared");
        _probe.Value("cost").Should().Be(2);
    }

    [Fact]
    public void Withdraw_TheLastBudgetOfASeries_EndsIt()
    {
        var budget = _probe.Budget(10m);
        budget.AddCost(1m);

        BudgetMetrics.Withdraw(budget);

        foreach (var instrument in new[] { "limit", "usage", "utilization", "overage", "open_reservations", "waiters", "cost" })
            _probe.Observe(instrument).Should().BeEmpty();
        GC.KeepAlive(budget);
    }

    [Fact]
    public void Withdraw_OneOfSeveral_LeavesItsCostOnly()
    {
        var (closed, open) = (_probe.Budget(10m), _probe.Budget(20m));
        closed.AddCost(4m);
        open.AddCost(5m);
        var reservation = closed.Reserve(1m);

        BudgetMetrics.Withdraw(closed);
        BudgetMetrics.Withdraw(closed);
        reservation.Commit(3m);

        _probe.Value("limit").Should().Be(20);
        _probe.Value("utilization").Should().Be(0.25);
        _probe.Value("overage").Should().Be(0);
        _probe.Value("open_reservations").Should().Be(0);
        _probe.Value("cost").Should().Be(12, "a late commit is recorded too");
        GC.KeepAlive(open);
    }

    [Fact]
    public void Withdraw_WithdrawnBudgetThatIsGone_KeepsTheSeriesOfTheOthers()
    {
        var open = _probe.Budget(20m);
        for (var i = 0; i < 20; i++)
            SpendAndDrop(1m, withdraws: true);

        MetricsProbe.Collect();

        _probe.Value("limit").Should().Be(20);
        _probe.Value("cost").Should().Be(20);
        GC.KeepAlive(open);
    }

    [Fact]
    public void Withdraw_UnnamedBudget_DoesNothing()
    {
        this.Invoking(_ => BudgetMetrics.Withdraw(new BudgetEnforcer(1m))).Should().NotThrow();
    }

    [Fact]
    public void NewBudget_InASeriesThatEnded_IsPublished()
    {
        var closed = _probe.Budget(10m);
        BudgetMetrics.Withdraw(closed);

        var budget = _probe.Budget(30m);

        _probe.Value("limit").Should().Be(30);
        GC.KeepAlive((closed, budget));
    }

    [Fact]
    public void Budgets_ComingAndGoingOnManyThreads_AreAllAccountedFor()
    {
        var first = _probe.Budget(1m);
        Waiting.Together(4, thread =>
        {
            for (var i = 0; i < 500; i++)
            {
                SpendAndDrop(0.01m, withdraws: thread % 2 == 0);
                if (i % 100 == 0)
                    _ = _probe.Observe("cost").Count;
            }
        });

        MetricsProbe.Collect();

        _probe.Value("cost").Should().Be(20);
        _probe.Value("limit").Should().Be(1);
        GC.KeepAlive(first);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SpendAndDrop(decimal cost, bool withdraws = false)
    {
        var budget = _probe.Budget(1m);
        budget.AddCost(cost);
        if (withdraws)
            BudgetMetrics.Withdraw(budget);
    }
}
