using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.Reconciliation;

/// <summary>What a comparison does to budgets without a ledger and without a period.</summary>
public sealed class CostReconcilerTests : ReconcilerTest
{
    [Fact]
    public async Task Reconcile_BilledMoreThanRecorded_AddsTheDifferenceOnce()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        var job = team.Child(50m);
        Call(reconciler, job, "a", recorded: 1.1m, billed: 1.1000000000000000000000000001m);

        var cost = await SettleAsync(reconciler);
        var again = await SettleAsync(reconciler);

        (cost.Recorded, cost.Billed, cost.Adjustment, cost.Outcome, cost.Budget).Should().Be((1.1m, 1.1000000000000000000000000001m, 0.0000000000000000000000000001m, ReconciliationOutcome.Adjusted, job));
        (cost.From, cost.To).Should().Be((ManualClock.Noon, ManualClock.Noon.AddMinutes(1)));
        (again.Adjustment, again.Outcome).Should().Be((cost.Adjustment, cost.Outcome));
        (job.Spent, team.Spent).Should().Be((1.1000000000000000000000000001m, 1.1000000000000000000000000001m));
        Events.Should().Equal(("CostAdjusted", LogLevel.Information));
    }

    [Fact]
    public async Task Reconcile_EqualAmounts_ChangesAndLogsNothing()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1.50m, 1.5m);

        var cost = await SettleAsync(reconciler);

        (cost.Outcome, cost.Drift, cost.Adjustment, team.Spent).Should().Be((ReconciliationOutcome.Equal, 1m, 0m, 1.5m));
        Events.Should().BeEmpty();
    }

    [Fact]
    public async Task Reconcile_ARestatedWindow_ReplacesWhatWasAdjusted()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 5m, 5m);
        Biller.Bill("a", 3m, ManualClock.Noon);
        (await SettleAsync(reconciler)).Adjustment.Should().Be(3m);

        Biller.Bill("a", 1m, ManualClock.Noon);
        (await SettleAsync(reconciler)).Adjustment.Should().Be(4m);
        Biller.Bill("a", -3.5m, ManualClock.Noon);
        (await SettleAsync(reconciler)).Adjustment.Should().Be(0.5m);
        team.Spent.Should().Be(5.5m);
        Biller.Bill("a", -2m, ManualClock.Noon);
        (await SettleAsync(reconciler)).Adjustment.Should().Be(0m, "a comparison takes back only its own adjustments");

        team.Spent.Should().Be(5m);
    }

    [Fact]
    public async Task Reconcile_BilledLessThanRecorded_LeavesTheBooksUnlessItMayAdjustDown()
    {
        var (careful, exact) = (Reconciler(), Reconciler(new CostReconcilerOptions { AdjustDown = true }));
        var (one, two) = (Budget("one"), Budget("two"));
        Call(careful, one, "a", 5m, 2m);
        exact.Record(two, "a", 5m, Clock.GetUtcNow());
        two.AddCost(5m);

        var left = await SettleAsync(careful);
        var adjusted = await SettleAsync(exact);

        (left.Outcome, left.Adjustment, one.Spent).Should().Be((ReconciliationOutcome.RecordedMore, 0m, 5m));
        (adjusted.Outcome, adjusted.Adjustment, two.Spent).Should().Be((ReconciliationOutcome.Adjusted, -3m, 2m));
    }

    [Fact]
    public async Task Reconcile_DownBelowWhatIsSpent_IsRefusedAndTriedAgain()
    {
        var (reconciler, team) = (Reconciler(new CostReconcilerOptions { AdjustDown = true }), Budget());
        Call(reconciler, team, "a", 5m, 2m);
        team.Refund(3m);

        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Refused);
        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Refused);
        team.Spent.Should().Be(2m);
        Events.Count(it => it == ("CostNotAdjusted", LogLevel.Warning)).Should().Be(1);

        team.AddCost(1m);
        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Adjusted);
        team.Spent.Should().Be(0m);
    }

    [Fact]
    public async Task Reconcile_UpPastWhatASumHolds_IsRefused()
    {
        var (reconciler, team) = (Reconciler(), Budget(limit: decimal.MaxValue));
        for (var i = 0; i < 7; i++)
            team.AddCost(decimal.MaxValue);
        Call(reconciler, team, "a", 0m, decimal.MaxValue);
        var before = team.Everything();

        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Refused);

        team.Everything().Should().Be(before);
        Events.Should().Contain(("AdjustmentFailed", LogLevel.Warning));
    }

    [Fact]
    public async Task Reconcile_CostOfUnknownLabelsAndOfNone_IsReportedAndChargedToNobody()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1m, 1m);
        Call(reconciler, team, null, 2m, 4m);
        Biller.Bill("stranger", 7m, Clock.GetUtcNow());

        var unlabelled = await SettleAsync(reconciler, null);
        var unknown = await SettleAsync(reconciler, "stranger");

        (unlabelled.Recorded, unlabelled.Billed, unlabelled.Outcome, unlabelled.Budget).Should().Be((2m, 4m, ReconciliationOutcome.NoBudget, null));
        (unknown.Recorded, unknown.Billed, unknown.Outcome, unknown.Drift).Should().Be((0m, 7m, ReconciliationOutcome.NoBudget, 0m));
        team.Spent.Should().Be(3m);
        Events.Should().Equal(("CostOfNoBudget", LogLevel.Information), ("UnknownLabels", LogLevel.Information));
    }

    [Fact]
    public async Task Reconcile_SpendBehindTheBudgetsBack_CountsWhereTheLabelBelongs()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        reconciler.Record(team, "a", 0m, Clock.GetUtcNow());
        Biller.Bill("a", 7m, Clock.GetUtcNow());

        var cost = await SettleAsync(reconciler);

        (cost.Drift, cost.Adjustment, team.Spent).Should().Be((0m, 7m, 7m));
    }

    [Fact]
    public async Task Reconcile_WhatIsNotSettled_IsNotCompared()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromMinutes(5));
        Call(reconciler, team, "a", 1m, 0m);

        (await reconciler.ReconcileAsync(Stop)).Costs.Should().BeEmpty();
        Biller.Asked.Should().BeEmpty();
        Clock.Advance(TimeSpan.FromMinutes(6));
        var report = await reconciler.ReconcileAsync(Stop);

        report.SettledUntil.Should().Be(ManualClock.Noon.AddMinutes(1));
        report.Costs.Select(cost => (cost.Recorded, cost.Billed, cost.Drift)).Should().Equal((1m, 2m, 0.5m));
        report.ToString().Should().Be("until 2024-10-30 12:01: 1 compared, 1 adjusted");
        report.Costs[0].ToString().Should().Be("a, 2024-10-30 12:00 to 2024-10-30 12:01: 1.00 recorded, 2.00 billed: Adjusted");
        team.Spent.Should().Be(3m);
    }

    [Fact]
    public async Task Reconcile_SourceThatFails_ChangesNothingAndIsAskedAgain()
    {
        var (reconciler, team) = (Reconciler(new CostReconcilerOptions { Window = TimeSpan.FromMinutes(2) }), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromMinutes(3));
        Call(reconciler, team, "a", 1m, 2m);
        var asked = 0;
        Biller.BeforeAnswer = _ => ++asked == 2 ? throw new HttpRequestException("down") : Task.CompletedTask;

        await reconciler.Awaiting(it => SettleAsync(it)).Should().ThrowAsync<HttpRequestException>();
        team.Spent.Should().Be(2m, "the first window was billed, and nothing is adjusted before all are");
        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Adjusted);

        team.Spent.Should().Be(4m);
    }

    [Fact]
    public async Task Reconcile_SourceWithoutAnAnswer_IsAnError()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        Biller.AnswersNull = true;

        await reconciler.Awaiting(it => SettleAsync(it)).Should().ThrowAsync<InvalidOperationException>().WithMessage("provider gave no answer*");

        team.Spent.Should().Be(1m);
    }

    [Fact]
    public async Task Reconcile_SeveralAtOnce_AdjustOnce()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromMinutes(11));
        Biller.BeforeAnswer = async stop => await Task.Yield();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => reconciler.ReconcileAsync(Stop), Stop)));

        team.Spent.Should().Be(2m);
    }

    [Fact]
    public async Task Reconcile_CancelledWhileTheSourceHangs_EndsAndLetsTheNextOneIn()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromMinutes(11));
        using var cancellation = new CancellationTokenSource();
        Biller.BeforeAnswer = async stop =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, stop);
        };

        await reconciler.Awaiting(it => it.ReconcileAsync(cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();
        Biller.BeforeAnswer = static _ => Task.CompletedTask;
        await reconciler.ReconcileAsync(Stop);

        team.Spent.Should().Be(2m);
    }

    [Fact]
    public async Task Reconcile_OneLabelInSeveralBudgets_AdjustsWhatIsAboveThemAll()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        var (one, two) = (team.Child(10m), team.Child(10m));
        Call(reconciler, one, "a", 1m, 2m);
        Call(reconciler, two, "a", 1m, 2m);

        var cost = await SettleAsync(reconciler);

        (cost.Budget, cost.Recorded, cost.Adjustment).Should().Be((team, 2m, 2m));
        (one.Spent, two.Spent, team.Spent).Should().Be((1m, 1m, 4m));
    }

    [Fact]
    public async Task Reconcile_OneLabelInBudgetsOfTwoTrees_ChargesNobody()
    {
        var (reconciler, one, two) = (Reconciler(), Budget("one"), Budget("two"));
        Call(reconciler, one, "a", 1m, 2m);
        Call(reconciler, two, "a", 1m, 2m);

        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.NoBudget);

        (one.Spent, two.Spent).Should().Be((1m, 1m));
    }

    [Fact]
    public void Make_WithOptionsOutOfRange_NamesThem()
    {
        foreach (var (options, name) in ((CostReconcilerOptions, string)[])
        [
            (new() { SourceName = "a|b" }, "SourceName"), (new() { SourceName = "" }, "SourceName"), (new() { SourceName = null! }, "SourceName"),
            (new() { Window = TimeSpan.FromSeconds(90) }, "Window"), (new() { Window = TimeSpan.Zero }, "Window"), (new() { Window = TimeSpan.FromDays(32) }, "Window"),
            (new() { SettleAfter = TimeSpan.FromTicks(-1) }, "SettleAfter"), (new() { RestateFor = TimeSpan.FromTicks(-1) }, "RestateFor"),
        ])
        {
            options.Invoking(it => new CostReconciler(Biller, it)).Should().Throw<ArgumentException>().WithMessage($"{name} must*");
        }
    }
}
