namespace BudgetEnforcement.Tests.Reconciliation;

/// <summary>Lost nodes that are settled by what was billed for them.</summary>
public sealed class NodeSettlingTests : ReconcilerTest, IAsyncLifetime
{
    private readonly InMemoryBudgetStore _store;
    private readonly Guid _nodeId = Guid.NewGuid();
    private BudgetLedger? _ledger;
    private int _sequence;

    public NodeSettlingTests() => _store = new InMemoryBudgetStore(Clock);

    private BudgetLedger Ledger => _ledger!;

    private static Dictionary<string, string> Labels => new() { ["pod 7"] = "job", ["pod 7 retries"] = "job" };

    public async ValueTask InitializeAsync()
    {
        _ledger = await BudgetLedger.OpenAsync(new BudgetEnforcement.Tests.Ledger.SharedStore(_store), cancellationToken: Stop);
        await Ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 100m }, cancellationToken: Stop);
        await Ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "job", Limit = 50m, Period = BudgetPeriod.Daily }, ["team"], Stop);
        await Ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "side", Limit = 50m }, cancellationToken: Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        LedgerCheck.Find(_store).Should().BeEmpty();
        _store.Dispose();
    }

    /// <summary>
    /// The node reports what it has spent of the job in its term, and holds some of the job from then on. It also reports what it has spent of another
    /// budget, of which it holds nothing.
    /// </summary>
    private async Task ReportAsync(decimal spent, decimal held, decimal ofSide = 0m)
    {
        var (job, team, side) = ((await Ledger.FindAsync("job", Stop))!, (await Ledger.FindAsync("team", Stop))!, (await Ledger.FindAsync("side", Stop))!);
        new ExchangeCommand(new ExchangeRequest
        {
            NodeId = _nodeId,
            NodeName = "pod 7",
            Sequence = ++_sequence,
            BatchId = Guid.NewGuid(),
            Items = [Item(job, spent, held), Item(team, spent, held), .. ofSide == 0m ? (ExchangeItem[])[] : [Item(side, ofSide, 0m)]],
            Needs =
            [
                new ExchangeNeed
                {
                    Id = Guid.NewGuid(),
                    Path = [new ExchangeNeedLevel(job.Id, LedgerAmount.FromDecimal(held)), new ExchangeNeedLevel(team.Id, LedgerAmount.FromDecimal(held))],
                },
            ],
        }).Run(_store);

        static ExchangeItem Item(LedgerBudgetInfo budget, decimal spent, decimal held) =>
            new() { BudgetId = budget.Id, Term = budget.Term, Costs = LedgerAmount.FromDecimal(spent), Keep = LedgerAmount.FromDecimal(held) };
    }

    private async Task<decimal[]> SpentAsync() => [(await Ledger.FindAsync("job", Stop))!.Spent, (await Ledger.FindAsync("team", Stop))!.Spent];

    [Fact]
    public async Task SettleNode_ByItsBill_RecordsWhatItSpentBeyondItsReportAndFreesTheRest()
    {
        await ReportAsync(spent: 3m, held: 10m);
        Biller.Bill("pod 7", 6m, ManualClock.Noon);
        Biller.Bill("pod 7 retries", 1.5m, ManualClock.Noon.AddMinutes(1));
        Biller.Bill("pod 8", 20m, ManualClock.Noon);
        Clock.Advance(TimeSpan.FromMinutes(15));

        var budgets = await Reconciler().SettleNodeAsync(Ledger, _nodeId, Labels, Stop);

        budgets.Select(budget => (budget.Name, budget.Spent, budget.Held)).Should().Equal(("team", 7.5m, 0m), ("job", 7.5m, 0m));
        (await Ledger.GetNodesAsync(Stop)).Single(node => node.Id == _nodeId).Status.Should().Be(LedgerNodeStatus.Settled);
    }

    [Fact]
    public async Task SettleNode_AsThePageShowsIt_SettlesTheNodesInDoubtByTheirIds()
    {
        await ReportAsync(spent: 3m, held: 10m);
        Biller.Bill(_nodeId.ToString(), 6m, ManualClock.Noon);
        Clock.Advance(TimeSpan.FromMinutes(15));

        await Readme.Snippets.SettlingByTheBill(Ledger, Reconciler(), Stop);

        (await SpentAsync()).Should().Equal(6m, 6m);
    }

    [Fact]
    public async Task SettleNode_WhoseReconcilerHasAdjustedBefore_CountsThatOnce()
    {
        await ReportAsync(spent: 3m, held: 10m);
        Biller.Bill("pod 7", 8m, ManualClock.Noon);
        await Ledger.SetEntryAsync("job", "provider|pod 7|2024-10-30T12:00Z", 3m, cancellationToken: Stop);
        Clock.Advance(TimeSpan.FromMinutes(15));

        await Reconciler().SettleNodeAsync(Ledger, _nodeId, Labels, Stop);

        (await SpentAsync()).Should().Equal(8m, 8m);
    }

    [Fact]
    public async Task SettleNode_OfABudgetOfWhichItHoldsNothing_RecordsWhatItSpentThere()
    {
        await ReportAsync(spent: 3m, held: 10m, ofSide: 2m);
        Biller.Bill("pod 7", 3m, ManualClock.Noon);
        Biller.Bill("pod 7 side", 9m, ManualClock.Noon);
        Clock.Advance(TimeSpan.FromMinutes(15));

        await Reconciler().SettleNodeAsync(Ledger, _nodeId, new Dictionary<string, string> { ["pod 7"] = "job", ["pod 7 side"] = "side" }, Stop);

        (await Ledger.FindAsync("side", Stop))!.Spent.Should().Be(9m);
        (await SpentAsync()).Should().Equal(3m, 3m);
    }

    [Fact]
    public async Task SettleNode_AfterAResetInTheMiddleOfAMinute_ChargesNothingOfTheFormerTermAgain()
    {
        Clock.Advance(TimeSpan.FromSeconds(10));
        await ReportAsync(spent: 5m, held: 10m);
        Biller.Bill("pod 7", 5m, Clock.GetUtcNow());
        Clock.Advance(TimeSpan.FromSeconds(20));
        await Ledger.ResetAsync("team", cancellationToken: Stop);
        await Ledger.ResetAsync("job", cancellationToken: Stop);
        await ReportAsync(spent: 0m, held: 10m);
        Clock.Advance(TimeSpan.FromMinutes(15));

        await Reconciler().SettleNodeAsync(Ledger, _nodeId, Labels, Stop);

        (await SpentAsync()).Should().Equal(0m, 0m);
    }

    [Fact]
    public async Task SettleNode_WhereCostAndCreditWithoutALabelCancelOut_IsRefused()
    {
        await ReportAsync(spent: 3m, held: 10m);
        Biller.Bill(null, 4m, ManualClock.Noon);
        Biller.Bill(null, -4m, ManualClock.Noon);
        Clock.Advance(TimeSpan.FromMinutes(15));

        await FailsAsync("*Costs without a label*");
    }

    [Fact]
    public async Task SettleNode_BilledLessThanItReported_RecordsWhatItReported()
    {
        await ReportAsync(spent: 3m, held: 10m);
        Biller.Bill("pod 7", 1m, ManualClock.Noon);
        Clock.Advance(TimeSpan.FromMinutes(15));

        await Reconciler().SettleNodeAsync(Ledger, _nodeId, Labels, Stop);

        (await SpentAsync()).Should().Equal(3m, 3m);
    }

    [Fact]
    public async Task SettleNode_ThatSpentInAFormerTerm_CountsOnlyWhatIsBilledSince()
    {
        await ReportAsync(spent: 3m, held: 10m);
        Biller.Bill("pod 7", 3m, ManualClock.Noon);
        Clock.SetCalendar(ManualClock.Midnight.AddHours(1));
        await ReportAsync(spent: 3m, held: 10m);
        Biller.Bill("pod 7", 4m, ManualClock.Midnight.AddHours(1));
        Clock.Advance(TimeSpan.FromMinutes(15));

        await Reconciler().SettleNodeAsync(Ledger, _nodeId, Labels, Stop);

        (await SpentAsync())[1].Should().Be(7m);
    }

    [Fact]
    public async Task SettleNode_WhereSomethingWasBilledWithoutALabel_IsRefused()
    {
        await ReportAsync(spent: 3m, held: 10m);
        Biller.Bill(null, 0.01m, ManualClock.Noon);
        Clock.Advance(TimeSpan.FromMinutes(15));

        await FailsAsync("*Costs without a label*");

        (await SpentAsync()).Should().Equal(3m, 3m);
    }

    [Fact]
    public async Task SettleNode_WhileItIsSeenOrItsBillIsNotSettled_IsRefused()
    {
        await ReportAsync(spent: 3m, held: 10m);
        await FailsAsync("*is not in doubt but*");

        Clock.Advance(TimeSpan.FromMinutes(5));
        await FailsAsync("*its bill is not settled yet*");
    }

    [Fact]
    public async Task SettleNode_WithoutALabelForWhatItHolds_IsRefused()
    {
        await ReportAsync(spent: 3m, held: 10m);
        Clock.Advance(TimeSpan.FromMinutes(15));

        (await Reconciler().Awaiting(it => it.SettleNodeAsync(Ledger, _nodeId, new Dictionary<string, string> { ["pod 7"] = "team" }, Stop)).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*budget 'job'*no label is given*");
    }

    private async Task FailsAsync(string message) =>
        (await Reconciler().Awaiting(it => it.SettleNodeAsync(Ledger, _nodeId, Labels, Stop)).Should().ThrowAsync<InvalidOperationException>()).WithMessage(message);
}
