using BudgetEnforcement.Demo.Display;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>A table of jobs that a terminal draws over and over.</summary>
internal sealed class LiveFleetView(IAnsiConsole console, FleetMessages messages, BudgetEnforcer team, IReadOnlyList<FleetJob> jobs)
    : LiveTableView(console)
{
    private const int JobBarWidth = 8;

    private protected override Table MakeTable()
    {
        var table = FleetTable.Create("Job", "State", "Done", "Loss", "Spent", "Projected", "Time left");
        foreach (var job in jobs)
            AddJob(table, job);
        return table;
    }

    private protected override (decimal Spent, decimal Limit, string Text) ReadTeam()
    {
        var report = team.GetStatus();
        return (report.Spent, report.Limit, $"{report.Name}: {messages.Money.Spent(report.Spent, report.Limit)}");
    }

    private void AddJob(Table table, FleetJob job)
    {
        var standing = job.Standing;
        table.AddRow(
            new Text(job.Recipe.Name),
            new Text(standing.ShortStateText, new Style(ColorOf(standing.State))),
            new Text(FleetMessages.Done(standing)),
            new Text(FleetMessages.Loss(standing)),
            new Markup(SpendBar.Draw(standing.Spent, job.Budget.Limit, JobBarWidth)),
            new Text(messages.Projected(job)),
            new Text(standing.IsActive ? SpendMessages.TimeLeft(standing.Forecast) : ""));
    }

    private static Color ColorOf(FleetJobState state) => state switch
    {
        FleetJobState.Waiting or FleetJobState.PreFlight => Color.Grey,
        FleetJobState.Running => Color.Blue,
        FleetJobState.Completed => Color.Green,
        FleetJobState.Failed => Color.Red,
        _ => Color.Yellow,
    };
}
