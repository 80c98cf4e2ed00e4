namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <content>Transactions on one budget come one after the other, also those of different threads and processes.</content>
public abstract partial class BudgetStoreContract
{
    private const int Threads = 4;
    private const int Rounds = 25;

    [Fact]
    public async Task Transact_ByManyOnOneBudget_LosesNothing()
    {
        var budget = SampleRows.Budget();
        Save(budget);

        await InParallel((store, _) => store.Transact(
            new LedgerScope { BudgetIds = [budget.Id] },
            new TestRules(rows => Add(rows, budget.Id))));

        var row = Store.Read(new LedgerQuery()).Budgets.Should().ContainSingle().Which;
        row.LimitVersion.Should().Be(Threads * Rounds);
        row.Costs.Should().Be(LedgerAmount.FromDecimal(Threads * Rounds));
    }

    [Fact]
    public async Task Transact_ByManyOnTheSameBudgetsInAnyOrder_NeitherLosesNorDeadlocks()
    {
        var root = SampleRows.Budget("root");
        var leaves = Enumerable.Range(0, 4).Select(i => SampleRows.Budget("leaf " + i) with { Depth = 1, ParentIds = [root.Id] }).ToArray();
        Save([root, .. leaves]);

        await InParallel((store, random) =>
        {
            Guid[] ids = [.. leaves.Select(row => row.Id), root.Id];
            random.Shuffle(ids);
            store.Transact(
                new LedgerScope { BudgetIds = ids[..3], BudgetNames = ["root", "leaf 0"] },
                new TestRules(rows =>
                {
                    foreach (var row in rows.Budgets)
                        Add(rows, row.Id);
                }));
        });

        var budgets = Store.Read(new LedgerQuery()).Budgets;
        budgets.Single(row => row.Name == "root").LimitVersion.Should().Be(Threads * Rounds);
        budgets.Single(row => row.Name == "leaf 0").LimitVersion.Should().Be(Threads * Rounds);
        budgets.Should().OnlyContain(row => row.Costs == LedgerAmount.FromDecimal(row.LimitVersion));
    }

    [Fact]
    public async Task Transact_ByManyThatCreateTheSameBudget_CreatesOne()
    {
        await InParallel((store, random) =>
        {
            var name = "team " + random.Next(3);
            store.Transact(
                new LedgerScope { BudgetNames = [name] },
                new TestRules(rows =>
                {
                    var row = rows.Budgets.SingleOrDefault() ?? SampleRows.Budget(name);
                    rows.Budgets.Put(row with { LimitVersion = row.LimitVersion + 1 });
                }));
        });

        var budgets = Store.Read(new LedgerQuery()).Budgets;
        budgets.Select(row => row.Name).Should().OnlyHaveUniqueItems();
        budgets.Sum(row => row.LimitVersion).Should().Be(Threads * Rounds);
    }

    [Fact]
    public async Task Transact_ByManyOfTheSameNode_LosesNothing()
    {
        var nodes = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToArray();

        await InParallel((store, random) =>
        {
            var id = nodes[random.Next(nodes.Length)];
            store.Transact(
                new LedgerScope { NodeId = id },
                new TestRules(rows =>
                {
                    var row = rows.Nodes.SingleOrDefault() ?? SampleRows.Node() with { Id = id };
                    rows.Nodes.Put(row with { Sequence = row.Sequence + 1 });
                }));
        });

        Store.Read(new LedgerQuery()).Nodes.Sum(row => row.Sequence).Should().Be(Threads * Rounds);
    }

    [Fact]
    public async Task Transact_ByManyOnSlicesTermsAndEntries_SeesWhatOthersSaved()
    {
        var budget = SampleRows.Budget();
        Save(budget, SampleRows.Term(budget.Id), SampleRows.Slice(budget.Id), SampleRows.Entry(budget.Id, "key"));
        var one = LedgerAmount.FromDecimal(1m);

        await InParallel((store, _) => store.Transact(
            new LedgerScope { BudgetIds = [budget.Id], AllSlices = true, Terms = [new(budget.Id, 0)], Entries = [new(budget.Id, "key")] },
            new TestRules(rows =>
            {
                var (slice, term, entry) = (rows.Slices.Single(), rows.Terms.Single(), rows.Entries.Single());
                rows.Slices.Put(slice with { RiseTo = slice.RiseTo + 1, Costs = one });
                rows.Terms.Put(term with { Costs = Plus(term.Costs, 1m) });
                rows.Entries.Put(entry with { Costs = Plus(entry.Costs, 1m) });
            })));

        var read = Store.Read(new LedgerQuery());
        read.Slices.Single().RiseTo.Should().Be(Threads * Rounds);
        read.Terms.Single().Costs.Should().Be(LedgerAmount.FromDecimal(Threads * Rounds));
        read.Entries.Single().Costs.Should().Be(LedgerAmount.FromDecimal(Threads * Rounds));
    }

    [Fact]
    public async Task Read_WhileOthersWrite_SeesOneInstant()
    {
        var budget = SampleRows.Budget();
        Save(budget, SampleRows.Slice(budget.Id));
        var torn = 0;

        await InParallel((store, random) =>
        {
            if (random.Next(2) == 0)
            {
                var read = store.Read(new LedgerQuery());
                if (read.Budgets.Single().Costs != read.Slices.Single().Costs)
                    Interlocked.Increment(ref torn);
                return;
            }

            store.Transact(
                new LedgerScope { BudgetIds = [budget.Id], AllSlices = true },
                new TestRules(rows =>
                {
                    Add(rows, budget.Id);
                    rows.Slices.Put(rows.Slices.Single() with { Costs = rows.Budgets.Single().Costs });
                }));
        });

        torn.Should().Be(0);
    }

    [Fact]
    public async Task Ledger_WrittenByManyAtOnce_KeepsTheLaterInstant()
    {
        var latest = DateTimeOffset.MinValue;
        var gate = new object();

        await InParallel((store, random) =>
        {
            var until = SampleRows.Instant();
            lock (gate)
                latest = until > latest ? until : latest;
            store.Transact(new LedgerScope(), new TestRules(rows =>
            {
                if (rows.Ledger.LearningUntil is null || rows.Ledger.LearningUntil < until)
                    rows.Ledger = rows.Ledger with { LearningUntil = until };
            }));
        });

        Store.Read(new LedgerQuery()).Ledger.LearningUntil.Should().Be(latest);
    }

    private async Task InParallel(Action<IBudgetStore, Random> round)
    {
        var stores = Enumerable.Range(0, Threads).Select(i => i == 0 ? Store : Other()).ToList();
        await Task.WhenAll(stores.Select((store, seed) => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(seed);
                for (var i = 0; i < Rounds; i++)
                    round(store, random);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    private static void Add(LedgerRows rows, Guid id)
    {
        var row = rows.Budgets.Find(id)!;
        rows.Budgets.Put(row with { LimitVersion = row.LimitVersion + 1, Costs = Plus(row.Costs, 1m) });
    }

    private static LedgerAmount Plus(LedgerAmount amount, decimal more) =>
        LedgerAmount.FromBigInteger(amount.ToBigInteger() + LedgerAmount.FromDecimal(more).ToBigInteger());
}
