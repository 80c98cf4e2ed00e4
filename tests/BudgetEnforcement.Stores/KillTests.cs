using System.Globalization;

namespace BudgetEnforcement.Stores;

/// <summary>
/// Processes that spend from one budget by the ledger's client and are killed at any moment. The truth is what stands on their bills. There are a few
/// rounds, or, where the variable LEDGER_LONG_RUN is set, as many as the store must endure.
/// </summary>
public abstract class KillTests : IDisposable
{
    private const int Rounds = 3;
    private const int Processes = 3;

    private readonly string _bills = Directory.CreateTempSubdirectory("bills").FullName;

    internal static bool IsLongRun => Environment.GetEnvironmentVariable("LEDGER_LONG_RUN") is not null;

    protected abstract int RoundsOfLongRun { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The store, and what tells another process where it is.</summary>
    protected abstract IBudgetStore CreateStore(out string where);

    /// <summary>Another store on the same data.</summary>
    protected abstract IBudgetStore OpenAgain(string where);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Looks for traces of faults that the store has hidden from its callers.</summary>
    protected virtual void CheckStore()
    {
    }

    protected virtual void Dispose(bool disposing) => Directory.Delete(_bills, recursive: true);

    [Fact]
    public async Task Processes_KilledInMidRun_NeverOverspendAndAreSettledToTheLastUnit()
    {
        using var store = CreateStore(out var where);
        store.Open(SchemaSetUp.Create);
        await using var ledger = await BudgetLedger.OpenAsync(OpenAgain(where), cancellationToken: Stop);
        var unreported = 0m;
        for (var round = 0; round < (IsLongRun ? RoundsOfLongRun : Rounds); round++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"team {round}");
            var bills = await KillAll(where, name);

            var truth = bills.Sum(bill => bill.Total);
            truth.Should().BeInRange(0.0001m, BillingProcess.Limit, "covered costs never take the budget over its limit");
            Check(store, name, truth);
            unreported += await SettleAll(store, ledger, name, bills);
            foreach (var budget in BillingProcess.Names(name))
            {
                var settled = (await ledger.FindAsync(budget, Stop))!;
                (settled.Spent, settled.Held).Should().Be((truth, 0m), "of {0} everything is accounted for", budget);
            }

            LedgerCheck.Find(store).Should().BeEmpty();
        }

        unreported.Should().BePositive("otherwise no process was killed in mid-run");
    }

    [Fact]
    public async Task Processes_SpendingOneBudgetToItsEnd_AgreeWithTheirBillsToTheLastUnit()
    {
        using var store = CreateStore(out var where);
        store.Open(SchemaSetUp.Create);
        var bills = BillsOf("team");
        var processes = bills.Select(bill => OtherProcess.StartBilling(where, bill.Path)).ToList();

        foreach (var process in processes)
        {
            using (process)
                (await process.WaitForEnd(Stop)).Should().Be(0);
        }

        await using var ledger = await BudgetLedger.OpenAsync(OpenAgain(where), cancellationToken: Stop);
        var truth = bills.Sum(bill => bill.Total);
        truth.Should().BeInRange(BillingProcess.Limit - 0.02m, BillingProcess.Limit);
        foreach (var name in BillingProcess.Names("team"))
        {
            var spent = (await ledger.FindAsync(name, Stop))!;
            (spent.Spent, spent.Held).Should().Be((truth, 0m));
        }

        (await ledger.GetNodesAsync(Stop)).Should().HaveCount(Processes).And.OnlyContain(node => node.Status == LedgerNodeStatus.Closed);
        CheckStore();
        LedgerCheck.Find(store).Should().BeEmpty();
    }

    private List<Bill> BillsOf(string name) => [.. Enumerable.Range(0, Processes).Select(process => new Bill(Bill.PathOf(_bills, name, process)))];

    /// <summary>Kills the processes one after another, each when the others have written some lines more.</summary>
    private async Task<List<Bill>> KillAll(string where, string name)
    {
        var bills = BillsOf(name);
        var processes = bills.Select(bill => OtherProcess.StartBilling(where, bill.Path)).ToList();
        try
        {
            foreach (var (process, bill) in processes.Zip(bills))
            {
                var lines = bill.Count + Random.Shared.Next(1, 150);
                while (bill.Count < lines && !process.HasEnded)
                    await Task.Delay(1, Stop);
                process.Kill();
                await process.WaitForEnd(Stop);
            }
        }
        finally
        {
            processes.ForEach(static process => process.Dispose());
        }

        return bills;
    }

    /// <summary>The spend that is known and the amount that is held must together cover the truth, on every level.</summary>
    private static void Check(IBudgetStore store, string name, decimal truth)
    {
        LedgerCheck.Find(store).Should().BeEmpty();
        foreach (var row in store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Budgets, BudgetNames = BillingProcess.Names(name) }).Budgets)
        {
            var known = row.Costs.ToDecimal() - row.Refunds.ToDecimal();
            known.Should().BeLessThanOrEqualTo(truth, "nothing is reported that was not billed");
            (known + row.Held.ToDecimal()).Should().BeInRange(truth, BillingProcess.Limit, "what {0} holds covers what was not reported", row.Name);
        }
    }

    /// <summary>Settles every node with what its bill says beyond its last report, twice.</summary>
    /// <returns>What was not reported.</returns>
    private static async Task<decimal> SettleAll(IBudgetStore store, BudgetLedger ledger, string name, List<Bill> bills)
    {
        var names = BillingProcess.Names(name);
        var rows = store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Budgets | LedgerRowKinds.Slices, BudgetNames = names });
        var unreported = 0m;
        foreach (var bill in bills)
        {
            if (bill.NodeId is not { } id)
                continue; // It was killed before it could spend.
            var truth = names.ToDictionary(budget => budget, budget =>
            {
                var slice = rows.Slices.Single(slice => slice.NodeId == id && slice.BudgetId == rows.Budgets.Single(row => row.Name == budget).Id);
                var beyond = bill.Total - slice.Costs.ToDecimal();
                beyond.Should().BeInRange(0m, slice.Held.ToDecimal(), "a process holds in the store what it admits");
                return beyond;
            });
            unreported += truth.Values.Sum();
            await ledger.SettleAsync(id, truth, Stop);
            await ledger.SettleAsync(id, truth, Stop);
        }

        return unreported;
    }
}
