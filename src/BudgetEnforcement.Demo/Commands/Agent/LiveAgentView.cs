using BudgetEnforcement.Demo.Display;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>The last calls above a bar, which a terminal draws over and over; in the end every call.</summary>
internal sealed class LiveAgentView(IAnsiConsole console, AgentMessages messages, BudgetEnforcer budget) : IAgentView
{
    // Lines that are drawn over and over must fit their screen.
    private const int MostLines = 12;

    private readonly List<string> _lines = [];
    private LiveDisplayContext? _display;

    public async Task ShowAsync(Func<Task> agent)
    {
        var output = console.Profile.Out.Writer;
        await output.WriteLineAsync(messages.Beginning).ConfigureAwait(false);
        try
        {
            await console.Live(Render()).AutoClear(true).StartAsync(display =>
            {
                _display = display;
                return agent();
            }).ConfigureAwait(false);
        }
        finally
        {
            foreach (var line in _lines.Prepend(messages.Heading))
                await output.WriteLineAsync(line).ConfigureAwait(false);
        }
    }

    public void Tell(in AgentCall call) => Add(messages.Line(call));

    public void Tell(BudgetThresholdCrossedEventArgs crossing) => Add(messages.Crossing(crossing));

    private void Add(string line)
    {
        _lines.Add(line);
        _display?.UpdateTarget(Render());
    }

    private Rows Render()
    {
        var width = SpendBar.WidthOn(console);
        var report = budget.GetStatus();
        var rows = new List<IRenderable> { new Text(messages.Heading, new Style(Color.Grey)) };
        rows.AddRange(_lines.TakeLast(MostLines).Select(line => new Text(line, new Style(line.StartsWith('!') ? Color.Yellow : Color.Default))));
        rows.Add(new Markup(SpendBar.Draw(report.Spent, report.Limit, width)));
        rows.Add(new Text(SpendBar.Labels(width)));
        return new Rows(rows);
    }
}
