using System.Globalization;
using BudgetEnforcement.Demo.Display;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>A table of processes that a terminal draws over and over: the slice of each, and what is in doubt.</summary>
internal sealed class LiveProcessFleetView(IAnsiConsole console, ProcessFleetMessages messages, ProcessFleet fleet) : LiveTableView(console)
{
    private const int SliceWidth = 20;

    private protected override Table MakeTable()
    {
        var table = FleetTable.Create("Process", "Jobs", "State", "Held", "Spent", "Slice");
        foreach (var process in fleet.Processes)
        {
            var color = ColorOf(process.State);
            table.AddRow(
                new Text(string.Create(CultureInfo.InvariantCulture, $"{process.Number} ({process.Pid})")),
                new Text(process.Jobs),
                new Text(ProcessFleetMessages.State(process), new Style(color)),
                new Text(messages.Held(process)),
                new Text(messages.Spent(process)),
                new Text(Slice(process), new Style(color)));
        }

        return table;
    }

    private protected override (decimal Spent, decimal Limit, string Text) ReadTeam()
    {
        var team = fleet.Team;
        return (team.Spent, team.Limit, messages.Team(fleet));
    }

    // The part of the limit that it holds, as a bar.
    private string Slice(FleetProcess process)
    {
        var portion = MoneyFormat.Percentage(process.Held, fleet.Team.Limit) / 100m;
        return new string('█', (int)Math.Ceiling(Math.Clamp(portion, 0m, 1m) * SliceWidth));
    }

    private static Color ColorOf(WorkerState state) => state switch
    {
        WorkerState.Running => Color.Blue,
        WorkerState.Done => Color.Green,
        WorkerState.InDoubt or WorkerState.Failed => Color.Red,
        WorkerState.Settled => Color.Yellow,
        _ => Color.Grey,
    };
}
