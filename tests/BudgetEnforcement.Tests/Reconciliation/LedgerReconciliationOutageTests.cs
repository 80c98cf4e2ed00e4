using static BudgetEnforcement.Tests.Ledger.Contract.Polling;

namespace BudgetEnforcement.Tests.Reconciliation;

/// <summary>Ledgers that do not answer, answer late or know no more, and processes that start anew: nothing counts twice, and no other call waits.</summary>
public sealed class LedgerReconciliationOutageTests : LedgerReconcilerTest
{
    [Fact]
    public async Task Reconcile_StartedAnewAfterTheEndOfTheTerm_FindsTheEntryOfTheFormerOne()
    {
        var former = Reconciler();
        Call(former, Job, "a", 1m, 3m);
        await SettleAsync(former);
        await Main.FlushAsync(Stop);
        Clock.Advance(TimeSpan.FromHours(13));

        var present = Reconciler(new CostReconcilerOptions { From = ManualClock.Noon });
        present.Record(Job, "a", 1m, ManualClock.Noon);
        await SettleAsync(present);

        Entries.Should().Equal(("job", "provider|a|2024-10-30T12:00Z", 2m));
        (await SpentAsync("team")).Should().Be(3m);
    }

    [Fact]
    public async Task Reconcile_StartedAnewAfterAReset_CutsItsWindowsWhereTheLedgerDoes()
    {
        var former = Reconciler();
        Call(former, Team, "a", 1m, 1m);
        Clock.Advance(TimeSpan.FromHours(1));
        await Main.ResetAsync("team", cancellationToken: Stop);
        await Main.FlushAsync(Stop);
        await UntilAsync(() => Team.Spent == 0m); // This process has heard of the new term.
        Clock.Advance(TimeSpan.FromMinutes(3));
        Call(former, Team, "a", 1m, 1m);
        Clock.Advance(TimeSpan.FromMinutes(2));
        Call(former, Team, "a", 1m, 3m);
        await SettleAsync(former);

        var present = Reconciler(new CostReconcilerOptions { From = ManualClock.Noon });
        foreach (var minute in (int[])[0, 63, 65])
            present.Record(Team, "a", 1m, ManualClock.Noon.AddMinutes(minute));
        await SettleAsync(present);

        Entries.Should().Equal(("team", "provider|a|2024-10-30T13:00Z", 2m));
        (await SpentAsync("team")).Should().Be(4m);
    }

    [Fact]
    public async Task Reconcile_WhoseAnswersWereLost_DoesNotTakeItsOwnEntryForThatOfAnother()
    {
        var reconciler = Reconciler();
        Call(reconciler, Job, "a", 1m, 2m);
        await SettleAsync(reconciler);
        Store.After = _ => throw new IOException("answer lost");
        foreach (var more in (decimal[])[1m, 1m])
        {
            Biller.Bill("a", more, ManualClock.Noon);
            (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Unavailable);
        }

        Store.After = null;
        Biller.Bill("a", -2m, ManualClock.Noon);
        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Adjusted);

        (await SpentAsync("job")).Should().Be(2m);
    }

    [Fact]
    public async Task Reconcile_AnOutageWhileItGivesUp_TakesTheEntryBackLater()
    {
        var reconciler = Reconciler();
        Call(reconciler, Job, "a", 1m, 2m);
        await SettleAsync(reconciler);
        await Main.SetEntryAsync("job", "provider|a|2024-10-30T12:00Z", 7m, cancellationToken: Stop);
        Biller.Bill("a", 1m, ManualClock.Noon);
        var sets = 0;
        Store.Before = _ =>
        {
            if (++sets == 2)
                throw new IOException("down");
        };

        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Unavailable);
        Store.Before = null;
        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Contested);

        Entries.Single().Amount.Should().Be(0m);
    }

    [Fact]
    public async Task Reconcile_WithALedgerThatIsDisposedOf_AdjustsTheOthers()
    {
        var local = Budget("local");
        var (other, _) = await OpenAsync();
        var tenant = await other.OpenBudgetAsync(new BudgetOptions { Name = "tenant", Limit = 5m }, cancellationToken: Stop);
        var reconciler = Reconciler();
        Call(reconciler, tenant, "t", 1m, 2m);
        Call(reconciler, local, "a", 1m, 3m);
        await other.DisposeAsync();

        (await SettleAsync(reconciler, "t")).Outcome.Should().Be(ReconciliationOutcome.Unavailable);

        local.Spent.Should().Be(3m);
    }

    [Fact]
    public async Task Reconcile_AfterAnOutageOfTheLedgerLongerThanWindowsAreKept_AdjustsAllTheSame()
    {
        var reconciler = Reconciler();
        Call(reconciler, Team, "a", 1m, 3m);
        await Main.FlushAsync(Stop);
        Store.OnRead = _ => throw new IOException("down");
        for (var hour = 0; hour < 72; hour++)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            await reconciler.ReconcileAsync(Stop);
        }

        Store.OnRead = null;
        await reconciler.ReconcileAsync(Stop);

        (await SpentAsync("team")).Should().Be(3m);
    }

    [Fact]
    public async Task Reconcile_ABudgetThatTheLedgerDoesNotHaveYet_Waits()
    {
        var (other, store) = await OpenAsync();
        store.Before = _ => throw new IOException("down");
        var late = other.OpenBudget(new BudgetOptions { Name = "late", Limit = 5m });
        var reconciler = Reconciler();
        Call(reconciler, late, "b", 1m, 3m);

        var cost = await SettleAsync(reconciler, "b");

        cost.Outcome.Should().BeOneOf(ReconciliationOutcome.Unavailable, ReconciliationOutcome.Adjusted);
        cost.Adjustment.Should().Be(cost.Outcome == ReconciliationOutcome.Adjusted ? 2m : 0m);
        store.Before = null;
    }

    [Fact]
    public async Task Record_OfANewSharedBudgetWhileTermsAreRead_IsAdjustedByTheNextComparison()
    {
        var reconciler = Reconciler();
        Call(reconciler, Team, "a", 1m, 1m);
        Job.AddCost(1m);
        Biller.Bill("b", 3m, ManualClock.Noon);
        var isRecorded = 0;
        Store.OnRead = _ =>
        {
            if (Interlocked.Exchange(ref isRecorded, 1) == 0)
                reconciler.Record(Job, "b", 1m, ManualClock.Noon);
        };

        (await SettleAsync(reconciler, "b")).Outcome.Should().BeOneOf(ReconciliationOutcome.Unavailable, ReconciliationOutcome.Adjusted);
        (await SettleAsync(reconciler, "b")).Outcome.Should().Be(ReconciliationOutcome.Adjusted);

        (await SpentAsync("job")).Should().Be(3m);
    }

    [Fact]
    public async Task Reconcile_ARoundThatChangesNothing_WritesNothing()
    {
        var reconciler = Reconciler();
        for (var label = 0; label < 20; label++)
            Call(reconciler, Job, $"label {label}", 0.01m, 0.02m);
        await SettleAsync(reconciler, "label 1");
        var before = Store.Transactions;

        await SettleAsync(reconciler, "label 1");

        Store.Transactions.Should().Be(before);
    }

    [Fact]
    public async Task Entries_AsTheLedgerHasThem_CanBeFoundAndRead()
    {
        await Main.SetEntryAsync("job", "b", -0m, cancellationToken: Stop);
        await Main.RecordAsync("job", 5m, "a", cancellationToken: Stop);
        (await Main.SetEntryAsync("job", "b", -2m, cancellationToken: Stop)).PreviousAmount.Should().Be(0m);
        (await Main.SetEntryAsync("job", "b", 1m, cancellationToken: Stop)).PreviousAmount.Should().Be(-2m);

        var entry = (await Main.FindEntryAsync("job", "b", Stop))!;
        (entry.BudgetName, entry.Key, entry.Amount, entry.Term, entry.Currency).Should().Be(("job", "b", 1m, 0L, "USD"));
        entry.ToString().Should().Be("job, term 0, b: $1.00");
        (await Main.FindEntryAsync("job", "c", Stop)).Should().BeNull();
        (await Main.FindEntryAsync("team", "b", Stop)).Should().BeNull("it was not recorded there");
        (await Main.GetEntriesAsync("job", cancellationToken: Stop)).Select(it => it.Key).Should().BeEquivalentTo("a", "b");
        (await Main.GetEntriesAsync("job", "b", Stop)).Select(it => it.Key).Should().Equal("b");
        await Main.Awaiting(it => it.GetEntriesAsync("nothing", cancellationToken: Stop)).Should().ThrowAsync<BudgetLedgerException>();
    }
}
