namespace BudgetEnforcement.Tests.Ledger;

/// <summary>Costs that arrive from outside count once for each key, in a budget and everything above it.</summary>
public sealed class EntryTests : IDisposable
{
    private readonly LedgerWorld _world = new();
    private readonly LedgerBudgetRow _team;

    public EntryTests()
    {
        _team = _world.Open("team", 100m);
        _world.Open("job", 50m, _team);
        _world.Open("other", 50m, _team);
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Record_Twice_CountsOnceOnEveryLevel()
    {
        Put(LedgerEntryKind.Cost, 30m).IsNew.Should().BeTrue();
        Put(LedgerEntryKind.Cost, 30m).IsNew.Should().BeFalse();

        Spent("job").Should().Be(30m);
        Spent("team").Should().Be(30m);
        LedgerCheck.Find(_world.Store).Should().BeEmpty();
    }

    [Fact]
    public void Record_OfOneKeyInTwoBudgets_AreTwoEntries()
    {
        Put(LedgerEntryKind.Cost, 30m);
        Put(LedgerEntryKind.Cost, 20m, "other").IsNew.Should().BeTrue();

        Spent("team").Should().Be(50m);
    }

    [Theory]
    [InlineData(LedgerEntryKind.Cost, 31)]
    [InlineData(LedgerEntryKind.Refund, 30)]
    [InlineData(LedgerEntryKind.Adjustment, 30)]
    public void Record_OfAnotherAmountOrKindUnderOneKey_IsAConflict(LedgerEntryKind kind, int amount)
    {
        Put(LedgerEntryKind.Cost, 30m);

        this.Invoking(it => it.Put(kind, amount)).Should().Throw<BudgetLedgerException>();
        Spent("job").Should().Be(30m);
    }

    [Fact]
    public void Record_AboveTheLimit_CountsInFullAndTellsWhatItReached()
    {
        var reply = Put(LedgerEntryKind.Cost, 80m);

        Spent("team").Should().Be(80m);
        reply.Rises.Select(rise => (rise.Budget.Name, Worst: rise.Marks[^1].Status)).Should().Equal(("job", BudgetStatus.Exceeded), ("team", BudgetStatus.Warning75));
        Put(LedgerEntryKind.Cost, 80m).Rises.Should().BeEmpty();
    }

    [Fact]
    public void SetEntry_AgainAndAgain_BooksTheChangeInItsOwnTerm()
    {
        Put(LedgerEntryKind.Adjustment, 30m);
        new ResetCommand("job", Guid.NewGuid()).Run(_world.Store);

        Put(LedgerEntryKind.Adjustment, 12m).IsNew.Should().BeTrue();

        Spent("job").Should().Be(0m);
        Spent("team").Should().Be(12m);
        _world.Rows.Terms.Single().Costs.Should().Be(LedgerAmount.FromDecimal(12m));
        LedgerCheck.Find(_world.Store).Should().BeEmpty();
    }

    [Fact]
    public void SetEntry_InANamedTerm_CountsThere()
    {
        var job = _world.Row("job");
        new ResetCommand("job", Guid.NewGuid()).Run(_world.Store);

        Put(LedgerEntryKind.Adjustment, 5m, terms: new() { [job.Id] = 0 });

        _world.Rows.Terms.Single().Costs.Should().Be(LedgerAmount.FromDecimal(5m));
        this.Invoking(it => it.Put(LedgerEntryKind.Adjustment, 5m, key: "another", terms: new() { [job.Id] = 7 })).Should().Throw<BudgetLedgerException>();
    }

    [Theory]
    [InlineData(LedgerEntryKind.Refund, 31)]
    [InlineData(LedgerEntryKind.Adjustment, -31)]
    public void Entry_ThatTakesBackMoreThanWasSpent_IsRefusedAndChangesNothing(LedgerEntryKind kind, int amount)
    {
        Put(LedgerEntryKind.Cost, 30m);

        this.Invoking(it => it.Put(kind, amount, key: "back")).Should().Throw<BudgetLedgerException>();

        (Spent("job"), Spent("team")).Should().Be((30m, 30m));
        Put(kind, Math.Sign(amount) * 30, key: "back");
        (Spent("job"), Spent("team")).Should().Be((0m, 0m));
    }

    [Fact]
    public void Record_BeyondAllNumbers_SaturatesAndStopsNobody()
    {
        foreach (var i in Enumerable.Range(0, 12))
            Put(LedgerEntryKind.Cost, decimal.MaxValue, key: "huge " + i);

        _world.Row("team").Costs.Should().Be(LedgerAmount.MaxValue);
        LedgerCheck.Find(_world.Store).Should().BeEmpty();
        var node = _world.Start(_world.Row("other"), _world.Row("team"));
        node[_world.Row("other")].Record(LedgerAmount.FromDecimal(3m));
        node[_team].Record(LedgerAmount.FromDecimal(3m));
        node.Exchange();
        Spent("other").Should().Be(3m);
        _world.Row("team").Costs.Should().Be(LedgerAmount.MaxValue);
        LedgerCheck.Find(_world.Store).Should().BeEmpty();
    }

    private EntryReply Put(LedgerEntryKind kind, decimal amount, string budget = "job", string key = "invoice", Dictionary<Guid, long>? terms = null) =>
        new EntryCommand(new EntryRequest { BudgetName = budget, Key = key, Kind = kind, Amount = amount, Terms = terms }).Run(_world.Store);

    private decimal Spent(string name) => LedgerTotals.Spent(_world.Row(name).Costs, _world.Row(name).Refunds).ToDecimal();
}
