using System.Globalization;
using BudgetEnforcement.Demo.Display;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>A panel that a terminal draws over and over.</summary>
internal sealed class LiveTrainView(IAnsiConsole console, TrainMessages messages) : ITrainView
{
    // Drawing takes machine time, and machine time is money.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(125);

    // The timer of the meter may tell of a crossing while the training draws.
    private readonly Lock _sync = new();
    private readonly List<string> _crossings = [];
    private LiveDisplayContext? _display;
    private TrainProgress? _last;
    private TimeSpan _next;

    public Task<BudgetedRunResult> ShowAsync(Func<Task<BudgetedRunResult>> training) => console.Live(new Text("")).StartAsync(async display =>
    {
        lock (_sync)
            _display = display;
        var result = await training().ConfigureAwait(false);
        lock (_sync)
        {
            Draw();
            _display = null;
        }

        return result;
    });

    public void Update(in TrainProgress progress)
    {
        lock (_sync)
        {
            _last = progress;
            if (progress.Forecast.Elapsed < _next)
                return;

            _next = progress.Forecast.Elapsed + Interval;
            Draw();
        }
    }

    // The pre-flight costs money too, and lies outside the panel.
    public void Crossed(BudgetThresholdCrossedEventArgs crossing)
    {
        lock (_sync)
        {
            if (_display is null)
                console.WriteLine(messages.Money.Crossing(crossing), new Style(Color.Yellow));
            else
                _crossings.Add(messages.Money.Crossing(crossing));
        }
    }

    private void Draw()
    {
        if (_last is { } progress)
            _display?.UpdateTarget(Render(progress));
    }

    private Panel Render(in TrainProgress progress)
    {
        var forecast = progress.Forecast;
        var facts = new Grid().AddColumn().AddColumn();
        Add(facts, "Epoch", string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Epoch:N0} of {progress.Epochs:N0}, step {progress.Step:N0} of {progress.TotalSteps:N0}"));
        Add(facts, "Loss", SpendMessages.Loss(progress.Loss));
        Add(facts, "Spent", messages.Spent(progress));
        Add(facts, "Remaining", messages.Remaining(progress));
        Add(facts, "Projected", $"{messages.Money.Projected(forecast, progress.PreFlight)} in total: {SpendMessages.Verdict(forecast, progress.PreFlight)}");
        Add(facts, "Time left", SpendMessages.TimeLeft(forecast));
        Add(facts, "All epochs in", SpendMessages.TimeToCompletion(forecast));

        var width = SpendBar.WidthOn(console);
        var rows = new List<IRenderable>
        {
            facts,
            new Markup(SpendBar.Draw(forecast.Spent, progress.Limit, width)),
            new Text(SpendBar.Labels(width)),
        };
        rows.AddRange(_crossings.Select(crossing => new Text(crossing, new Style(Color.Yellow))));
        return new Panel(new Rows(rows)) { Header = new PanelHeader(" Training under a hard budget ") };
    }

    private static void Add(Grid grid, string name, string value) => grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
}
