using System.Globalization;
using BudgetEnforcement.Demo.Numbers;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BudgetEnforcement.Demo.Train;

/// <summary>A panel that a terminal draws over and over.</summary>
internal sealed class LiveTrainView(IAnsiConsole console, TrainText text, MoneyFormat money) : ITrainView
{
    // Drawing takes machine time, and machine time is money.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(125);

    private readonly List<string> _crossings = [];
    private LiveDisplayContext? _display;
    private TrainProgress? _last;
    private TimeSpan _next;

    public void Show(Action training) => console.Live(new Text("")).Start(display =>
    {
        _display = display;
        training();
        Draw();
        _display = null;
    });

    public void Update(in TrainProgress progress)
    {
        _last = progress;
        if (progress.Elapsed < _next)
            return;

        _next = progress.Elapsed + Interval;
        Draw();
    }

    // The pre-flight and the landing cost money too, and lie outside the panel.
    public void Crossed(BudgetThresholdCrossedEventArgs crossing)
    {
        if (_display is null)
            console.WriteLine(text.Crossing(crossing), new Style(Color.Yellow));
        else
            _crossings.Add(text.Crossing(crossing));
    }

    private void Draw()
    {
        if (_last is { } progress)
            _display?.UpdateTarget(Render(progress));
    }

    private Panel Render(in TrainProgress progress)
    {
        var report = progress.Report;
        var facts = new Grid().AddColumn().AddColumn();
        Add(facts, "Epoch", string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Epoch:N0} of {progress.Epochs:N0}, step {progress.Step:N0} of {progress.TotalSteps:N0}"));
        Add(facts, "Loss", progress.Loss.ToString("0.0000", CultureInfo.InvariantCulture));
        Add(facts, "Spent", text.Spent(report));
        Add(facts, "Remaining", money.Down(report.Remaining));
        Add(facts, "Time left", TrainText.TimeLeft(progress));

        var rows = new List<IRenderable> { facts, new Markup(SpendBar.Draw(report)), new Text(SpendBar.Labels) };
        rows.AddRange(_crossings.Select(crossing => new Text(crossing, new Style(Color.Yellow))));
        return new Panel(new Rows(rows)) { Header = new PanelHeader(" Training under a hard budget ") };
    }

    private static void Add(Grid grid, string name, string value) => grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
}
