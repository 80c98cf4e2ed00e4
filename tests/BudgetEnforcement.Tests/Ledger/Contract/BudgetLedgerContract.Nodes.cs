namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <content>Nodes that hold something, and what happens to it when they are lost.</content>
public abstract partial class BudgetLedgerContract
{
    [Fact]
    public async Task GetNodes_OfOneThatHolds_SaysWhat()
    {
        var team = await CreateAsync("team");
        var id = StartNode(team, held: 20m, spent: 7m);

        var node = (await Other.GetNodesAsync(Stop)).Should().ContainSingle().Which;

        (node.Id, node.Name, node.Status).Should().Be((id, "worker", LedgerNodeStatus.Connected));
        node.LastSeenAt.Should().BeOnOrAfter(node.FirstSeenAt);
        var holding = node.Holdings.Should().ContainSingle().Which;
        (holding.BudgetName, holding.Term, holding.Held, holding.Spent, holding.Currency).Should().Be(("team", 0L, 20m, 7m, "USD"));
        var read = (await Ledger.FindAsync("team", Stop))!;
        (read.Held, read.Undrawn, read.Spent).Should().Be((20m, 73m, 7m));
    }

    [Theory]
    [InlineData(Settlement.Charge, 27)]
    [InlineData(Settlement.Release, 7)]
    public async Task Settle_WithoutTheTruth_FreesWhatItHeldAndChargesOrNot(Settlement settlement, int spent)
    {
        var id = StartNode(await CreateAsync("team"), held: 20m, spent: 7m);

        var budgets = await Ledger.SettleAsync(id, settlement, Stop);

        budgets.Select(budget => (budget.Name, budget.Spent, budget.Held)).Should().Equal(("team", spent, 0m));
        (await Other.GetNodesAsync(Stop)).Should().ContainSingle().Which.Status.Should().Be(LedgerNodeStatus.Settled);
        (await Ledger.SettleAsync(id, settlement, Stop)).Single().Spent.Should().Be(spent, "to settle twice charges once");
    }

    [Fact]
    public async Task Settle_WithTheTruth_RecordsItToTheLastUnit()
    {
        var id = StartNode(await CreateAsync("team"), held: 20m, spent: 4m);

        await Ledger.SettleAsync(id, new Dictionary<string, decimal> { ["team"] = 3.0000000000000000000000000001m }, Stop);

        (await SpentAsync("team")).Should().Be(7.0000000000000000000000000001m);
        await Ledger.SettleAsync(id, new Dictionary<string, decimal> { ["team"] = -2m }, Stop);
        (await SpentAsync("team")).Should().Be(2m, "the last settling counts");
    }

    [Fact]
    public async Task Settle_OfWhatTheLedgerDoesNotHave_IsRefused()
    {
        await CreateAsync("other");
        var id = StartNode(await CreateAsync("team"), held: 20m);

        await FailsAsync(() => Ledger.SettleAsync(Guid.NewGuid(), Settlement.Charge, Stop));
        await FailsAsync(() => Ledger.SettleAsync(id, new Dictionary<string, decimal> { ["nobody"] = 1m }, Stop));
        await FailsAsync(() => Ledger.SettleAsync(id, new Dictionary<string, decimal> { ["other"] = 1m }, Stop));

        (await Ledger.FindAsync("team", Stop))!.Held.Should().Be(20m);
    }

    [Fact]
    public async Task Reset_WhileANodeHolds_CarriesWhatItHoldsIntoTheNewTerm()
    {
        StartNode(await CreateAsync("team"), held: 20m, spent: 7m);

        var ended = await Ledger.ResetAsync("team", cancellationToken: Stop);

        (ended.Spent, ended.Held).Should().Be((7m, 20m));
        (await Other.GetNodesAsync(Stop)).Single().Holdings.Select(holding => (holding.Term, holding.Held)).Should().Equal((0L, 20m), (1L, 20m));
    }
}
