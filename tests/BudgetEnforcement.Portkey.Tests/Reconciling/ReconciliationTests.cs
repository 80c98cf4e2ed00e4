using BudgetEnforcement.Portkey.Tests.Fake;
using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.Portkey.Tests.Reconciling;

/// <summary>A budget whose books follow what Portkey says: late, restated, out of order, and down.</summary>
public sealed class ReconciliationTests : PortkeyTest
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly BudgetEnforcer _team = new(new BudgetOptions { Name = "team", Limit = 100m });

    [Fact]
    public async Task Reconcile_WithCostsThatPortkeyHasOtherwise_SetsTheDifferenceByLabel()
    {
        var (reconciler, one, two) = (Reconciler(), Job(), Job());
        Call(reconciler, one, "a", recorded: 1m, cents: 150m);
        Call(reconciler, two, "b", recorded: 2m, cents: 200m);
        Portkey.Add(new LoggedCall(Noon, 7m));

        _time.Advance(TimeSpan.FromMinutes(15));
        var report = await reconciler.ReconcileAsync(Cancelled);

        report.Costs.Select(cost => (cost.Label, cost.Billed, cost.Adjustment, cost.Outcome)).Should().Equal(
            (null, 0.07m, 0m, ReconciliationOutcome.NoBudget), ("a", 1.5m, 0.5m, ReconciliationOutcome.Adjusted), ("b", 2m, 0m, ReconciliationOutcome.Equal));
        (one.Spent, two.Spent, _team.Spent).Should().Be((1.5m, 2m, 3.5m));
    }

    [Fact]
    public async Task Reconcile_AWindowThatPortkeyRestates_ReplacesWhatWasSet()
    {
        var (reconciler, job) = (Reconciler(), Job());
        Call(reconciler, job, "a", recorded: 1m, cents: 150m);
        _time.Advance(TimeSpan.FromMinutes(15));
        await reconciler.ReconcileAsync(Cancelled);
        job.Spent.Should().Be(1.5m);

        Portkey.Forget();
        Portkey.Add(new LoggedCall(Noon, 125m, "a"));
        await reconciler.ReconcileAsync(Cancelled);

        job.Spent.Should().Be(1.25m);
    }

    [Theory]
    [InlineData(401, """{"success":false}""")]
    [InlineData(503, "down")]
    [InlineData(200, """{"summary":{"total":"a lot"}}""")]
    [InlineData(200, """{"summary":{"total":-1}}""")]
    [InlineData(200, """{"summary":{}}""")]
    [InlineData(200, "<html>")]
    public async Task Reconcile_WithAnAnswerThatIsNone_LeavesTheBooksAndIsRightOnceThereIsOne(int status, string answer)
    {
        var (reconciler, job) = (Reconciler(), Job());
        Call(reconciler, job, "a", recorded: 1m, cents: 150m);
        _time.Advance(TimeSpan.FromMinutes(15));
        Portkey.Instead = context => Answers.Json(context, answer, status);

        await reconciler.Awaiting(it => it.ReconcileAsync(Cancelled)).Should().ThrowAsync<PortkeyException>();
        job.Spent.Should().Be(1m);
        Portkey.Instead = null;
        await reconciler.ReconcileAsync(Cancelled);

        job.Spent.Should().Be(1.5m);
    }

    private BudgetEnforcer Job() => _team.CreateChild(new BudgetOptions { Limit = 50m });

    private CostReconciler Reconciler() => new(Client(options => options.Attempts = 1), new CostReconcilerOptions { SourceName = "portkey", From = Noon }, timeProvider: _time);

    private void Call(CostReconciler reconciler, BudgetEnforcer budget, string label, decimal recorded, decimal cents)
    {
        budget.AddCost(recorded);
        reconciler.Record(budget, label, recorded, _time.GetUtcNow());
        Portkey.Add(new LoggedCall(_time.GetUtcNow(), cents, label));
    }
}
