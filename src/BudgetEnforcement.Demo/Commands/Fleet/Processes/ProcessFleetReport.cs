using System.Globalization;
using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Ledgers;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>The last word about the processes of a fleet, and whether the ledger and the bills agree.</summary>
internal sealed class ProcessFleetReport
{
    private readonly ProcessFleet _fleet;
    private readonly BillFolder _bills;
    private readonly decimal? _billed;

    internal ProcessFleetReport(ProcessFleet fleet, BillFolder bills)
    {
        _fleet = fleet;
        _bills = bills;

        // Add the bills of earlier fleets too, because the ledger remembers what they spent.
        _billed = bills.Total(BillFolder.Fleet);
    }

    /// <summary>Whether the ledger has what the bills say, to the last digit, and the limit was not passed.</summary>
    internal bool IsInOrder => _fleet.Team.Remaining >= 0m && (_billed is null || _billed == _fleet.Team.Spent);

    internal void Write(IAnsiConsole console, MoneyFormat money)
    {
        var table = FleetTable.Create("Process", "Jobs", "Outcome", "Billed");
        foreach (var process in _fleet.Processes)
        {
            table.AddRow(
                new Text(string.Create(CultureInfo.InvariantCulture, $"{process.Number} ({process.Pid})")),
                new Text(process.Jobs),
                new Text(ProcessFleetMessages.State(process)),
                new Text(Exact(process.Spent)));
        }

        console.Write(table);
        var output = console.Profile.Out.Writer;
        if (_fleet.IsToKill && !_fleet.Processes.Any(process => process.IsKilled))
            output.WriteLine("Nothing was killed: no process held anything when so much was spent.");
        output.WriteLine($"{new ProcessFleetMessages(money).Team(_fleet)}.");
        output.WriteLine(Verdict());
    }

    private string Verdict()
    {
        var spent = _fleet.Team.Spent;
        if (_billed is not { } billed)
            return $"Not checked: another fleet draws from this budget, and its bills still grow. The ledger has {Exact(spent)}.";
        if (billed != spent)
            return $"NOT IN ORDER: the bills in {_bills} come to {Exact(billed)}, and the ledger has {Exact(spent)}.";
        if (_fleet.Team.Remaining < 0m)
            return $"NOT IN ORDER: passed its limit: {_fleet.Team.Name}.";
        return $"Checked: the bills in {_bills} come to {Exact(billed)}, to the last digit what the ledger has, and the limit was not passed.";
    }

    private static string Exact(decimal amount) => amount.ToString(Readable.Format, CultureInfo.InvariantCulture);
}
