namespace BudgetEnforcement.Stores;

/// <summary>Several processes on one store, and some that die.</summary>
public abstract class ProcessTests
{
    /// <summary>The store, and what tells another process where it is.</summary>
    protected abstract IBudgetStore CreateStore(out string where);

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

            // It may have died between the commit and the word of it. What it has locked others find unlocked.
            OtherProcess.Spend(store);
            var spent = OtherProcess.Spent(store) - before;
            spent.Should().BeInRange(told + 1, told + 2);
            before += spent;
        }
    }
}
