using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.Reconciliation;

/// <summary>What a comparison does to budgets of a ledger: an entry for each window, whatever crashes, and nothing twice.</summary>
public sealed class LedgerReconciliationTests : ReconcilerTest, IAsyncLifetime
{
    private readonly InMemoryBudgetStore _store;
    private readonly List<BudgetLedger> _opened = [];
    private BudgetEnforcer _team = null!;
    private BudgetEnforcer _job = null!;

    public LedgerReconciliationTests() => _store = new InMemoryBudgetStore(Clock);

    private static BudgetOptions Team => new() { Name = "team", Limit = 100m };

    private static BudgetOptions Job => new() { Name = "job", Limit = 50m, Period = BudgetPeriod.Daily };

    private BudgetLedger Main => _opened[0];

    private IEnumerable<(string Budget, string Key, decimal Amount)> Entries => ((IBudgetStore)_store).Read(new LedgerQuery { Kinds = LedgerRowKinds.Entries | LedgerRowKinds.Budgets }) is var rows
        ? rows.Entries.Where(entry => entry.Key.StartsWith("key:", StringComparison.Ordinal))
            .Select(entry => (rows.Budgets.Single(budget => budget.Id == entry.BudgetId).Name, entry.Key[4..], LedgerTotals.Spent(entry.Costs, entry.Refunds).ToDecimal()))
        : [];

    public async ValueTask InitializeAsync()
    {
        await OpenAsync();
        _team = await Main.OpenBudgetAsync(Team, cancellationToken: Stop);
        _job = await Main.OpenBudgetAsync(Job, _team, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var ledger in _opened)
            await ledger.DisposeAsync();
        LedgerCheck.Find(_store).Should().BeEmpty();
        _store.Dispose();
    }

    private async Task<BudgetLedger> OpenAsync()
    {
        var ledger = await BudgetLedger.OpenAsync(new Ledger.SharedStore(_store), new BudgetLedgerOptions { Interval = TimeSpan.FromMilliseconds(20) }, cancellationToken: Stop);
        _opened.Add(ledger);
        return ledger;
    }

    private async Task<decimal> SpentAsync(string name)
    {
        foreach (var ledger in _opened)
            await ledger.FlushAsync(Stop);
        return (await Main.FindAsync(name, Stop))!.Spent;
    }

    [Fact]
    public void Ledger_OfABudget_IsTheOneThatSharesIt()
    {
        (_team.Ledger, _job.Ledger, _job.Child(1m).Ledger, Budget("own").Ledger).Should().Be((Main, Main, null, null));
    }

    [Fact]
    public async Task Reconcile_BilledMore_IsOneEntryThatARestatedWindowReplaces()
    {
        var reconciler = Reconciler();
        Call(reconciler, _job, "a", 1m, 1.5000000000000000000000000001m);

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
        Call(crashed, _job, "a", 1m, 1.5m);
        await SettleAsync(crashed);

        var restarted = Reconciler(new CostReconcilerOptions { From = ManualClock.Noon });
        restarted.Record(_job, "a", 1m, ManualClock.Noon);
        (await SettleAsync(restarted)).Adjustment.Should().Be(0.5m);

        Entries.Should().ContainSingle();
        (await SpentAsync("job")).Should().Be(1.5m);
    }

    [Fact]
    public async Task Reconcile_AStoreThatCannotBeReachedAfterThePost_SetsTheSameEntryAgain()
    {
        var reconciler = Reconciler();
        Call(reconciler, _job, "a", 1m, 1.5m);
        Clock.Advance(TimeSpan.FromMinutes(11));
        using var cancellation = new CancellationTokenSource();
        Biller.BeforeAnswer = async _ =>
        {
            // As a process does that dies after the store has answered, and before it has heard.
            await Main.SetEntryAsync("job", "provider|a|2024-10-30T12:00Z", 0.5m, cancellationToken: Stop);
        };

        await reconciler.ReconcileAsync(Stop);

        (await SpentAsync("job")).Should().Be(1.5m);
    }

    [Fact]
    public async Task Reconcile_ALocalBudgetUnderASharedOne_CountsInBoth()
    {
        var reconciler = Reconciler();
        var step = _job.Child(10m);
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
        Call(reconciler, _job, "a", 1m, 1.5m);
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
        Call(reconciler, _job, "a", 1m, 1.5m);
        await SettleAsync(reconciler);
        await Main.FlushAsync(Stop);
        Clock.Advance(TimeSpan.FromHours(13));
        Biller.Bill("a", 2m, ManualClock.Noon);

        (await SettleAsync(reconciler)).Adjustment.Should().Be(2.5m);

        (await Main.GetTermsAsync("job", cancellationToken: Stop)).Single().Spent.Should().Be(3.5m);
        (await SpentAsync("job"), await SpentAsync("team")).Should().Be((0m, 3.5m));
    }

    [Fact]
    public async Task Reconcile_TwoProcessesUnderOneLabel_NoticeAndAdjustNothing()
    {
        var other = await OpenAsync();
        var sameTeam = await other.OpenBudgetAsync(Team, cancellationToken: Stop);
        var sameJob = await other.OpenBudgetAsync(Job, sameTeam, Stop);
        var (one, two) = (Reconciler(), Reconciler());
        Call(one, _job, "a", 1m, 1.5m);
        Call(two, sameJob, "a", 4m, 4m);

        for (var round = 0; round < 3; round++)
        {
            await SettleAsync(one);
            await SettleAsync(two);
        }

        (await SettleAsync(one)).Outcome.Should().Be(ReconciliationOutcome.Contested);
        (await SettleAsync(two)).Outcome.Should().Be(ReconciliationOutcome.Contested);
        (await SpentAsync("job")).Should().Be(5m, "together they recorded what was billed to about both");
        Events.Count(it => it == ("CostNotAdjusted", LogLevel.Warning)).Should().Be(2);
    }

    [Fact]
    public async Task Reconcile_DownBelowWhatWasSpentInTheTerm_IsRefused()
    {
        var reconciler = Reconciler(new CostReconcilerOptions { AdjustDown = true });
        Call(reconciler, _job, "a", 5m, 2m);
        _job.Refund(4m);
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
            Call(reconciler, _job, label, 1m, 1.5m);

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

        (await SpentAsync("job"), await SpentAsync("team")).Should().Be((0m, 2m));
    }
}
