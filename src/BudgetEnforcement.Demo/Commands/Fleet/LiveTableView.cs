using BudgetEnforcement.Demo.Display;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>A table above the bar of the team and the last lines that were told, which a terminal draws over and over.</summary>
internal abstract class LiveTableView(IAnsiConsole console) : IFleetView
{
    // Lines that have scrolled out of these were told all the same, and a table must fit its screen.
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

    private protected abstract Table MakeTable();

    /// <summary>The spend of the team, for the bar and in words.</summary>
    private protected abstract (decimal Spent, decimal Limit, string Text) ReadTeam();

    private Rows Render()
    {
        var team = ReadTeam();
        var width = SpendBar.WidthOn(console);
        var rows = new List<IRenderable>
        {
            MakeTable(), new Text(team.Text), new Markup(SpendBar.Draw(team.Spent, team.Limit, width)), new Text(SpendBar.Labels(width)),
        };
        rows.AddRange(_lines.Select(line => new Text(line, new Style(line.StartsWith('!') ? Color.Yellow : Color.Grey))));
        return new Rows(rows);
    }
}
