using System.Globalization;
using BudgetEnforcement.Demo.Display;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>A table of processes that a terminal draws over and over: the slice of each, and what is in doubt.</summary>
internal sealed class LiveProcessFleetView(IAnsiConsole console, ProcessFleetMessages messages, ProcessFleet fleet) : IFleetView
{
    private const int SliceWidth = 20;

    // What has scrolled out of these was told all the same, and a table must fit its screen.
    private const int MostLines = 8;

    private readonly Queue<string> _lines = new();
    private LiveDisplayContext? _display;

    public TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(125);

    public Task ShowAsync(Func<Task> work) => console.Live(new Text("")).StartAsync(async display =>
    {
        _display = display;
        await work().ConfigureAwait(false);
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

        var team = fleet.Team;
        var width = SpendBar.WidthOn(console);
        var rows = new List<IRenderable>
        {
            table,
            new Text(messages.Team(fleet)),
            new Markup(SpendBar.Draw(team.Spent, team.Limit, width)),
            new Text(SpendBar.Labels(width)),
        };
        rows.AddRange(_lines.Select(line => new Text(line, new Style(line.StartsWith('!') ? Color.Yellow : Color.Grey))));
        return new Rows(rows);
    }

    // What it holds of the limit, as a bar.
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
