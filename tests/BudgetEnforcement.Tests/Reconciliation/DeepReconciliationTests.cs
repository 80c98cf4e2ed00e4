namespace BudgetEnforcement.Tests.Reconciliation;

/// <summary>Trees that are deeper than a stack: a comparison costs no more than the length of a path.</summary>
public sealed class DeepReconciliationTests : ReconcilerTest
{
    private const int Levels = 100_000;

    [Theory]
    [InlineData(BudgetPeriod.None)]
    [InlineData(BudgetPeriod.Daily)]
    public async Task Reconcile_AtTheBottomOfAHundredThousandLevels_AdjustsEachOfThem(BudgetPeriod period)
    {
        var (reconciler, chain) = (Reconciler(), Chain(period));
        Call(reconciler, chain[^1], "a", recorded: 1m, billed: 1.5m);

        var cost = await SettleAsync(reconciler);

        (cost.Outcome, cost.Adjustment, cost.Budget).Should().Be((ReconciliationOutcome.Adjusted, 0.5m, chain[^1]));
        (chain[0].Spent, chain[Levels / 2].Spent, chain[^1].Spent).Should().Be((1.5m, 1.5m, 1.5m));
    }

    [Fact]
    public async Task Reconcile_OfALabelOfTwoBudgetsBeneathADeepChain_AdjustsWhatTheyHaveInCommon()
    {
        var (reconciler, chain) = (Reconciler(), Chain(BudgetPeriod.None));
        var (one, two) = (chain[^1].Child(100m), chain[^1].Child(100m));
        Call(reconciler, one, "a", 1m, 1.5m);
        Call(reconciler, two, "a", 1m, 1m);

        var cost = await SettleAsync(reconciler);

        (cost.Outcome, cost.Budget).Should().Be((ReconciliationOutcome.Adjusted, chain[^1]));
        (chain[0].Spent, chain[^1].Spent, one.Spent, two.Spent).Should().Be((2.5m, 2.5m, 1m, 1m));
    }

    [Fact]
    public void LookUp_InATreeOfSeveralParents_IsInTheOrderOfTheReports()
    {
        var random = new Random(7);
        for (var tree = 0; tree < 200; tree++)
        {
            List<BudgetEnforcer> budgets = [Budget("0")];
            for (var i = 1; i < 12; i++)
            {
                var parents = Enumerable.Range(0, random.Next(1, 4)).Select(_ => budgets[random.Next(budgets.Count)]).ToArray();
                budgets.Add(parents[0].CreateChild(new BudgetOptions { Name = $"{i}", Limit = 1m }, parents.AsSpan(1)));
            }

            foreach (var budget in budgets)
                BudgetTerms.LookUp(budget).Select(sight => sight.Budget.Name).Should().Equal(budget.GetPath().Select(report => report.Name));
        }
    }

    private List<BudgetEnforcer> Chain(BudgetPeriod period)
    {
        List<BudgetEnforcer> budgets = [Budget(new BudgetOptions { Limit = 100m, Period = period })];
        for (var level = 1; level < Levels; level++)
            budgets.Add(budgets[^1].CreateChild(new BudgetOptions { Limit = 100m, Period = period }));
        return budgets;
    }
}
