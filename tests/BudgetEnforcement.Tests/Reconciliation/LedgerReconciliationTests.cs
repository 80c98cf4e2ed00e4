using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.Reconciliation;

/// <summary>What a comparison does to budgets of a ledger: it makes an entry for each window, also where processes crash, and nothing twice.</summary>
public sealed class LedgerReconciliationTests : LedgerReconcilerTest
{
    [Fact]
    public void Ledger_OfABudget_IsTheOneThatSharesIt()
    {
        (Team.Ledger, Job.Ledger, Job.Child(1m).Ledger, Budget("own").Ledger).Should().Be((Main, Main, null, null));
    }

    [Fact]
    public async Task Reconcile_BilledMore_IsOneEntryThatARestatedWindowReplaces()
    {
        var reconciler = Reconciler();
        Call(reconciler, Job, "a", 1m, 1.5000000000000000000000000001m);

        (await SettleAsync(reconciler)).Adjustment.Should().Be(0.5000000000000000000000000001m);
        await SettleAsync(reconciler);
        Biller.Bill("a", 1m, ManualClock.Noon);
        await SettleAsync(reconciler);

        Entries.Should().Equal(("job", "provider|a|2024-10-30T12:00Z", 1.5000000000000000000000000001m));
        (await SpentAsync("job"), await SpentAsync("team")).Should().Be((2.5000000000000000000000000001m, 2.5000000000000000000000000001m));
    }

    [Fact]
    public async Task Reconcile_AgainInAProcessThatStartedAnewWithTheSameCosts_PostsNothingTwice()
    {
        var crashed = Reconciler();
        Call(crashed, Job, "a", 1m, 1.5m);
        await SettleAsync(crashed);

        var restarted = Reconciler(new CostReconcilerOptions { From = ManualClock.Noon });
        restarted.Record(Job, "a", 1m, ManualClock.Noon);
        (await SettleAsync(restarted)).Adjustment.Should().Be(0.5m);

        Entries.Should().ContainSingle();
        (await SpentAsync("job")).Should().Be(1.5m);
    }

    [Fact]
    public async Task Reconcile_AStoreThatCannotBeReachedAfterThePost_SetsTheSameEntryAgain()
    {
        var reconciler = Reconciler();
        Call(reconciler, Job, "a", 1m, 1.5m);
        Clock.Advance(TimeSpan.FromMinutes(11));
        Biller.BeforeAnswer = async _ =>
        {
            // This is what a process does that dies after the store has answered and before it hears the answer.
            await Main.SetEntryAsync("job", "provider|a|2024-10-30T12:00Z", 0.5m, cancellationToken: Stop);
        };

        await reconciler.ReconcileAsync(Stop);

        (await SpentAsync("job")).Should().Be(1.5m);
    }

    [Fact]
    public async Task Reconcile_ALocalBudgetUnderASharedOne_CountsInBoth()
    {
        var reconciler = Reconciler();
        var step = Job.Child(10m);
        Call(reconciler, step, "a", 1m, 1.5m);

        await SettleAsync(reconciler);

        step.Spent.Should().Be(1.5m);
        (await SpentAsync("job"), await SpentAsync("team")).Should().Be((1.5m, 1.5m));
        Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task Reconcile_AfterTheEndOfTheTerm_AdjustsTheBudgetAbove()
    {
        var reconciler = Reconciler();
        Call(reconciler, Job, "a", 1m, 1.5m);
        await Main.FlushAsync(Stop);
        Clock.Advance(TimeSpan.FromHours(13));

        var cost = await SettleAsync(reconciler);

        cost.Adjustment.Should().Be(0.5m);
        Entries.Should().Equal(("team", "provider|a|2024-10-30T12:00Z", 0.5m));
        (await SpentAsync("job"), await SpentAsync("team")).Should().Be((0m, 1.5m));
    }

    [Fact]
    public async Task Reconcile_RestatedAfterTheEndOfTheTerm_SetsTheEntryInItsOldTerm()
    {
        var reconciler = Reconciler();
        Call(reconciler, Job, "a", 1m, 1.5m);
        await SettleAsync(reconciler);
        await Main.FlushAsync(Stop);
        Clock.Advance(TimeSpan.FromHours(13));
        Biller.Bill("a", 2m, ManualClock.Noon);

        (await SettleAsync(reconciler)).Adjustment.Should().Be(2.5m);

        (await Main.GetTermsAsync("job", cancellationToken: Stop)).Single().Spent.Should().Be(3.5m);
        (await SpentAsync("job"), await SpentAsync("team")).Should().Be((0m, 3.5m));
    }

    [Fact]
    public async Task Reconcile_TwoProcessesUnderOneLabel_NoticeUnderTrafficAndTakeTheirAdjustmentBack()
    {
        var (other, _) = await OpenAsync();
        var sameTeam = await other.OpenBudgetAsync(TeamOptions, cancellationToken: Stop);
        var sameJob = await other.OpenBudgetAsync(JobOptions, sameTeam, Stop);
        var (one, two) = (Reconciler(), Reconciler());
        for (var round = 0; round < 4; round++)
        {
            Call(one, Job, "a", 0.5m, 0.5m);
            Call(two, sameJob, "a", 0.5m, 0.5m);
            await SettleAsync(one);
            await SettleAsync(two);
        }

        (await SettleAsync(one)).Outcome.Should().Be(ReconciliationOutcome.Contested);
        (await SettleAsync(two)).Outcome.Should().Be(ReconciliationOutcome.Contested);
        Entries.Should().Equal(("job", "provider|a|2024-10-30T12:00Z", 0m));
        (await SpentAsync("job")).Should().Be(4m);
        Log.Collector.GetSnapshot().Count(record => record.Id.Name == "CostNotAdjusted").Should().Be(2);
    }

    [Fact]
    public async Task Reconcile_DownBelowWhatWasSpentInTheTerm_IsRefused()
    {
        var reconciler = Reconciler(new CostReconcilerOptions { AdjustDown = true });
        Call(reconciler, Job, "a", 5m, 2m);
        Job.Refund(4m);
        await Main.FlushAsync(Stop);

        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Refused);

        (await SpentAsync("job")).Should().Be(1m);
    }

    [Fact]
    public async Task Reconcile_AnyLabel_HasAKeyOfItsOwn()
    {
        var reconciler = Reconciler();
        string[] labels = ["a", "#a", "a\u0000b", new string('x', 500), " ", "a|b", "größtes", "\u202Ea"];
        foreach (var label in labels)
            Call(reconciler, Job, label, 1m, 1.5m);

        await SettleAsync(reconciler);

        Entries.Select(entry => entry.Key).Distinct().Should().HaveCount(labels.Length);
        (await SpentAsync("job")).Should().Be(12m);
    }

    [Fact]
    public async Task SetEntry_NewInATermThatIsOver_IsRefusedAndAnOldOneIsNot()
    {
        await Main.SetEntryAsync("job", "old", 1m, term: 0, Stop);
        Clock.Advance(TimeSpan.FromDays(1));

        await Main.SetEntryAsync("job", "old", 2m, term: 0, Stop);
        (await Main.Awaiting(it => it.SetEntryAsync("job", "new", 1m, term: 0, Stop)).Should().ThrowAsync<BudgetLedgerException>())
            .WithMessage("Entry 'new' is meant for term 0 of budget 'job', which is in term 1.");

        (await Main.Awaiting(it => it.SetEntryAsync("job", "old", 2m, term: -1, Stop)).Should().ThrowAsync<ArgumentOutOfRangeException>()).WithParameterName("term");

        (await SpentAsync("job"), await SpentAsync("team")).Should().Be((0m, 2m));
    }
}
