using static BudgetEnforcement.Tests.Ledger.Contract.Polling;

namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <summary>
/// What happens to shared budgets when the store goes back in time while processes spend from them, as with a restored backup: the tests of a store's
/// package link this folder and derive one class.
/// </summary>
public abstract class RestoredStoreContract
{
    private const decimal Cost = 0.01m;

    private long _costs;

    /// <summary>A store on empty data, with no schema yet.</summary>
    protected abstract IBudgetStore CreateStore();

    /// <summary>Another store on the same data, as another process has it; the first one stays open.</summary>
    protected abstract IBudgetStore OpenAgain(IBudgetStore store);

    /// <summary>Takes a backup.</summary>
    /// <returns>Puts the backup in the place of the present data, while stores have the data open.</returns>
    protected abstract Action TakeBackup(IBudgetStore store);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private decimal Truth => Interlocked.Read(ref _costs) * Cost;

    /// <param name="backup">
    /// When the backup is taken: while both processes spend; before the store knew one of the processes; before it knew the budget.
    /// </param>
    [Theory]
    [InlineData("midst")]
    [InlineData("process")]
    [InlineData("budget")]
    public async Task Store_RestoredUnderLivingProcesses_LearnsAndLosesNothing(string backup)
    {
        using var store = CreateStore();
        store.Open(SchemaSetUp.Create);
        var restore = TakeBackup(store);
        await using var one = await OpenAsync(store, "one");
        await using var two = await OpenAsync(store, "two");
        var first = await ShareAsync(one);
        Spend(first, 20);
        await one.FlushAsync(Stop);
        if (backup == "process")
            restore = TakeBackup(store);
        var second = await ShareAsync(two);
        Spend(second, 20);
        await two.FlushAsync(Stop);
        if (backup == "midst")
            restore = TakeBackup(store);
        Spend(first, 20);
        Spend(second, 20);
        using var reservation = await first.ReserveAsync(50m, Stop);
        await Task.WhenAll(one.FlushAsync(Stop), two.FlushAsync(Stop));
        first.UpdateLimit(200m);
        await UntilAsync(() => second.Limit == 200m);

        restore();
        second.TryReserve(120m, out _, out var check).Should().BeFalse("a store that went back grants nothing, for it does not know who holds what");
        check.Reason.Should().BeOneOf(BudgetRefusalReason.LedgerUnavailable, BudgetRefusalReason.HeldElsewhere);

        // A process that spends hears of it. The first process holds half of the limit, and the store does not know that any more.
        await UntilAsync(() =>
        {
            SpendIfAdmitted(second);
            return two.State == BudgetLedgerState.Learning;
        });
        second.TryReserve(120m, out _, out check).Should().BeFalse();
        await UntilAsync(() => one.State == BudgetLedgerState.Connected && two.State == BudgetLedgerState.Connected);

        // Healed: the store grants again, has the limit that was set, and leaves the first process what it holds.
        await UntilAsync(() => SpendIfAdmitted(first) & SpendIfAdmitted(second));
        second.TryReserve(160m, out _, out check).Should().BeFalse();
        check.Reason.Should().Be(BudgetRefusalReason.HeldElsewhere);
        await UntilAsync(() => second.TryReserve(120m, out var half, out _) && Release(half));
        reservation.Commit(50m);
        await Task.WhenAll(one.FlushAsync(Stop), two.FlushAsync(Stop));

        var team = (await one.FindAsync("team", Stop))!;
        (team.Spent, team.Limit).Should().Be((Truth + 50m, 200m));
        LedgerCheck.Find(store).Should().BeEmpty();
    }

    private async Task<BudgetLedger> OpenAsync(IBudgetStore store, string node)
    {
        // The store learns for one lifetime, which must be long enough for a test on a busy machine to look.
        var options = new BudgetLedgerOptions
        {
            NodeName = node, Interval = TimeSpan.FromMilliseconds(50), AskTimeout = TimeSpan.FromSeconds(60), NodeLifetime = TimeSpan.FromSeconds(6),
        };
        return await BudgetLedger.OpenAsync(OpenAgain(store), options, cancellationToken: Stop);
    }

    private static Task<BudgetEnforcer> ShareAsync(BudgetLedger ledger) =>
        ledger.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 100m }, cancellationToken: Stop);

    private void Spend(BudgetEnforcer budget, int costs)
    {
        for (var spent = 0; spent < costs;)
            spent += SpendIfAdmitted(budget) ? 1 : 0;
    }

    private bool SpendIfAdmitted(BudgetEnforcer budget)
    {
        if (!budget.TryReserve(Cost, out var reservation))
            return false;
        using (reservation)
            reservation.Commit(Cost);
        Interlocked.Increment(ref _costs);
        return true;
    }

    private static bool Release(BudgetReservation reservation)
    {
        reservation.Release();
        return true;
    }
}
