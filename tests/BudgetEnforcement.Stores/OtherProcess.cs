using System.Diagnostics;
using System.Globalization;
using BudgetEnforcement.Tests.Ledger.Contract;

namespace BudgetEnforcement.Stores;

/// <summary>
/// Another process that spends from the budget of a store: this program once more. An environment variable tells it that it is the other process, before
/// its entry point is reached.
/// </summary>
internal sealed class OtherProcess : IDisposable
{
    internal const string BudgetName = "shared";

    private const string StoreVariable = "BUDGET_TESTS_OTHER_PROCESS_STORE";
    private const string BillVariable = "BUDGET_TESTS_OTHER_PROCESS_BILL";
    private const string CountVariable = "BUDGET_TESTS_OTHER_PROCESS_COUNT";

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    /// <summary>The module initializer of the tests of a store calls this.</summary>
    /// <param name="open">Makes a store of what was given to <see cref="Start"/>.</param>
    internal static void RunIfThisIsIt(Func<string, IBudgetStore> open)
    {
        if (Environment.GetEnvironmentVariable(StoreVariable) is not { } where)
            return;

        if (Environment.GetEnvironmentVariable(BillVariable) is { } bill)
        {
            BillingProcess.Run(open(where), bill);
            Environment.Exit(0);
        }

        var count = int.Parse(Environment.GetEnvironmentVariable(CountVariable)!, CultureInfo.InvariantCulture);
        using (var store = open(where))
        {
            store.Open(SchemaSetUp.Create);
            for (var i = 0; i < count; i++)
            {
                Spend(store);
                Console.Out.WriteLine("spent");
                Console.Out.Flush();
            }
        }

        Environment.Exit(0);
    }

    /// <summary>Spends 1, in the budget and in a slice.</summary>
    internal static void Spend(IBudgetStore store) => store.Transact(
        new LedgerScope { BudgetNames = [BudgetName], AllSlices = true },
        new TestRules(static rows =>
        {
            var budget = rows.Budgets.SingleOrDefault() ?? SampleRows.Budget(BudgetName);
            var slice = rows.Slices.SingleOrDefault() ?? SampleRows.Slice(budget.Id);
            var costs = LedgerAmount.FromBigInteger(budget.Costs.ToBigInteger() + LedgerAmount.FromDecimal(1m).ToBigInteger());
            rows.Budgets.Put(budget with { Costs = costs });
            rows.Slices.Put(slice with { Costs = costs });
        }));

    /// <summary>How often the processes have spent; the budget and its slice must agree.</summary>
    internal static int Spent(IBudgetStore store)
    {
        var rows = store.Read(new LedgerQuery { BudgetNames = [BudgetName] });
        if (rows.Budgets.Count == 0)
            return 0;
        rows.Slices.Should().ContainSingle().Which.Costs.Should().Be(rows.Budgets.Single().Costs);
        return (int)rows.Budgets.Single().Costs.ToDecimal();
    }

    internal static OtherProcess Start(string where, int count) => Start(where, CountVariable, count.ToString(CultureInfo.InvariantCulture));

    /// <summary>Starts one that spends by a ledger, as <see cref="BillingProcess"/> says.</summary>
    internal static OtherProcess StartBilling(string where, string bill) => Start(where, BillVariable, bill);

    private static OtherProcess Start(string where, string variable, string value)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(OtherProcess).Assembly.Location);
        start.Environment[StoreVariable] = where;
        start.Environment[variable] = value;
        return new OtherProcess(Process.Start(start)!);
    }

    /// <summary>Waits until it has spent some more.</summary>
    /// <returns>How often it has; fewer where it has ended.</returns>
    internal async Task<int> ReadSpent(int most, CancellationToken cancellationToken)
    {
        var spent = 0;
        while (spent < most && await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            line.Should().Be("spent");
            spent++;
        }

        return spent;
    }

    /// <summary>Ends it without a word, as <c>kill -9</c> does.</summary>
    internal void Kill() => _process.Kill();

    internal bool HasEnded => _process.HasExited;

    internal async Task<int> WaitForEnd(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
