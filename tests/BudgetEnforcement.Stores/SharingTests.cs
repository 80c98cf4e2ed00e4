namespace BudgetEnforcement.Stores;

/// <summary>Several threads and processes on one store, and some that die.</summary>
public abstract class SharingTests
{
    /// <summary>The store, and what tells another process where it is.</summary>
    protected abstract IBudgetStore CreateStore(out string where);

    /// <summary>Another store on the same data.</summary>
    protected abstract IBudgetStore OpenAgain(string where);

    [Fact]
    public async Task TwoStores_OnOneTreeAtOnce_KeepTheBooksExact()
    {
        const int Threads = 4;
        const int Each = 40;
        using var first = CreateStore(out var where);
        using var second = OpenAgain(where);
        first.Open(SchemaSetUp.Create);
        second.Open(SchemaSetUp.Validate);
        var root = new OpenBudgetCommand(new BudgetDefinition { Name = "root", Limit = 1_000m }).Run(first).Budget;
        foreach (var leaf in new[] { "left", "right" })
            new OpenBudgetCommand(new BudgetDefinition { Name = leaf, Limit = 1_000m, ParentIds = [root.Id] }).Run(first);

        // Every refused or failed transaction would be an exception here, deadlocks among them.
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                var store = thread % 2 == 0 ? first : second;
                for (var i = 0; i < Each; i++)
                {
                    var budget = new[] { "left", "right", "root" }[(thread + i) % 3];
                    var cost = new EntryRequest { BudgetName = budget, Key = FormattableString.Invariant($"{thread}/{i}"), Kind = LedgerEntryKind.Cost, Amount = 0.0000000000000000000000000001m };
                    new EntryCommand(cost).Run(store).IsNew.Should().BeTrue();
                    new EntryCommand(cost).Run(store).IsNew.Should().BeFalse();
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        var budgets = second.Read(new LedgerQuery()).Budgets;
        budgets.Single(row => row.Name == "root").Costs.ToBigInteger().Should().Be(Threads * Each);
        LedgerCheck.Find(first).Should().BeEmpty();
    }

    [Fact]
    public async Task TwoOtherProcesses_SpendingAtOnce_LoseNothing()
    {
        const int Each = 150;
        using var store = CreateStore(out var where);
        store.Open(SchemaSetUp.Create);
        using var first = OtherProcess.Start(where, Each);
        using var second = OtherProcess.Start(where, Each);

        for (var i = 0; i < Each; i++)
            OtherProcess.Spend(store);
        var told = await first.ReadSpent(int.MaxValue, TestContext.Current.CancellationToken) + await second.ReadSpent(int.MaxValue, TestContext.Current.CancellationToken);

        told.Should().Be(2 * Each);
        (await first.WaitForEnd(TestContext.Current.CancellationToken)).Should().Be(0);
        (await second.WaitForEnd(TestContext.Current.CancellationToken)).Should().Be(0);
        OtherProcess.Spent(store).Should().Be(3 * Each);
    }

    [Fact]
    public async Task AnotherProcess_KilledInMidRun_LosesNothingThatItWasTold()
    {
        using var store = CreateStore(out var where);
        store.Open(SchemaSetUp.Create);
        var before = 0;
        for (var round = 0; round < 4; round++)
        {
            using var other = OtherProcess.Start(where, count: int.MaxValue);
            var told = await other.ReadSpent(20 + round, TestContext.Current.CancellationToken);
            other.Kill();
            told += await other.ReadSpent(int.MaxValue, TestContext.Current.CancellationToken);
            await other.WaitForEnd(TestContext.Current.CancellationToken);

            // The process may have died between the commit and the word of it. Others find its locks released.
            OtherProcess.Spend(store);
            var spent = OtherProcess.Spent(store) - before;
            spent.Should().BeInRange(told + 1, told + 2);
            before += spent;
        }
    }
}
