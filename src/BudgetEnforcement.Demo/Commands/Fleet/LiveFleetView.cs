using BudgetEnforcement.Demo.Display;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>A table that a terminal draws over and over.</summary>
internal sealed class LiveFleetView(IAnsiConsole console, FleetMessages messages, BudgetEnforcer team, IReadOnlyList<FleetJob> jobs) : IFleetView
{
    private const int JobBarWidth = 8;

    // What has scrolled out of these was told all the same, and a table must fit its screen.
    private const int MostLines = 8;

    private readonly Queue<string> _lines = new();
    private LiveDisplayContext? _display;

    public TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(125);

    public Task ShowAsync(Func<Task> fleet) => console.Live(new Text("")).StartAsync(async display =>
    {
        _display = display;
        await fleet().ConfigureAwait(false);
        Draw();
    });

    public void Draw() => _display?.UpdateTarget(Render());

    public void Tell(string line)
    {
        _lines.Enqueue(line);
        if (_lines.Count > MostLines)
            _lines.Dequeue();
        Draw();
    }

    private Rows Render()
    {
        var table = FleetTable.Create("Job", "State", "Done", "Loss", "Spent", "Projected", "Time left");
        foreach (var job in jobs)
            AddJob(table, job);

        var report = team.GetStatus();
        var width = SpendBar.WidthOn(console);
        var rows = new List<IRenderable>
        {
            table,
            new Text($"{report.Name}: {messages.Money.Spent(report.Spent, report.Limit)}"),
            new Markup(SpendBar.Draw(report.Spent, report.Limit, width)),
            new Text(SpendBar.Labels(width)),
        };
        rows.AddRange(_lines.Select(line => new Text(line, new Style(line.StartsWith('!') ? Color.Yellow : Color.Grey))));
        return new Rows(rows);
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
