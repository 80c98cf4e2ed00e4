namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <content>The schema is created, validated or taken as it is.</content>
public abstract partial class BudgetStoreContract
{
    [Fact]
    public void Open_ThatCreates_TellsOneLedgerToEverybody()
    {
        var created = Store.Open(SchemaSetUp.Create);

        created.LedgerId.Should().NotBe(Guid.Empty);
        created.RulesVersion.Should().Be(LedgerRules.Version);
        created.SchemaVersion.Should().BePositive();
        Store.Open(SchemaSetUp.Create).Should().Be(created);
        Other().Open(SchemaSetUp.Create).Should().Be(created);
        Other().Open(SchemaSetUp.Validate).Should().Be(created);
        Other().Open(SchemaSetUp.None).Should().Be(created);
    }

    [Fact]
    public void Open_OfWhatIsThere_KeepsTheRows()
    {
        var budget = SampleRows.Budget();
        Save(budget);

        Other().Open(SchemaSetUp.Create);

        Store.Read(new LedgerQuery()).Budgets.Should().BeEquivalentTo([budget]);
    }

    [Theory]
    [InlineData(SchemaSetUp.Validate)]
    [InlineData(SchemaSetUp.None)]
    public void Open_ThatMayNotCreate_WithoutASchemaIsAnError(SchemaSetUp setUp)
    {
        var store = NewStore();

        store.Invoking(it => it.Open(setUp)).Should().Throw<BudgetLedgerException>();

        store.Open(SchemaSetUp.Create).LedgerId.Should().NotBe(Guid.Empty);
    }

    [Fact]
    public async Task Open_ByManyAtOnce_CreatesOneLedger()
    {
        var first = NewStore();
        var stores = Enumerable.Range(0, 4).Select(_ => OpenAgain(first)).ToList();
        _opened.AddRange(stores);

        var infos = await Task.WhenAll(stores.Select(store => Task.Factory.StartNew(
            () => store.Open(SchemaSetUp.Create), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        infos.Distinct().Should().ContainSingle();
    }

    [Fact]
    public void EveryDoor_OfADisposedStore_Throws()
    {
        var store = Other();
        store.Dispose();
        store.Dispose();

        store.Invoking(it => it.Open(SchemaSetUp.Create)).Should().Throw<ObjectDisposedException>();
        store.Invoking(it => it.Read(new LedgerQuery())).Should().Throw<ObjectDisposedException>();
        store.Invoking(it => it.Transact(new LedgerScope(), new TestRules(_ => { }))).Should().Throw<ObjectDisposedException>();
    }
}
