using System.Globalization;
using BudgetEnforcement.Demo.Numbers;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Train;

/// <summary>The last word about a run. Money is exact here.</summary>
internal static class TrainReport
{
    internal static void Write(IAnsiConsole console, TrainResult result, MoneyFormat money)
    {
        var (progress, report) = (result.Progress, result.Report);
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        Add(table, "Outcome", Describe(result));
        Add(table, "Steps", string.Create(CultureInfo.InvariantCulture, $"{progress.Step:N0} of {progress.TotalSteps:N0}"));
        Add(table, "Loss", progress.Loss.ToString("0.0000", CultureInfo.InvariantCulture));
        Add(table, "Limit", money.Exact(report.Limit));
        Add(table, "Spent", money.Exact(report.Spent));
        Add(table, "Remaining", money.Exact(report.Remaining));
        Add(table, "Utilization", MoneyFormat.Percent(report.UtilizationPercentage));
        Add(table, "Status", report.Status.ToString());
        Add(table, "Time of this run", DurationFormat.Text(progress.Elapsed));
        Add(table, "Checkpoint", result.Checkpoint ?? (result.CheckpointProblem is null ? "none written" : "NOT SAVED"));
        console.Write(table);

        if (result.Sample is null)
            return;

        console.Profile.Out.Writer.WriteLine("What the model writes:");
        foreach (var line in Printable(result.Sample).Split('\n'))
            console.Profile.Out.Writer.WriteLine($"  {line}");
    }

    private static string Describe(TrainResult result) => result.Ending switch
    {
        TrainEnding.Completed => "all epochs done",
        TrainEnding.DoesNotFit => "not started: the run would not fit the budget",
        TrainEnding.Interrupted => "interrupted",
        _ when result.Sample is null => "not started: the budget has no room for it",
        _ when result.Report.IsExceeded => "stopped by the budget, but too late",
        _ => "stopped by the budget, before passing it",
    };

    // A model of any text may write what moves the cursor.
    private static string Printable(string text) =>
        string.Concat(text.Select(character => character is '\n' || !char.IsControl(character) ? character : ' '));

    private static void Add(Table table, string name, string value) => table.AddRow(new Text(name), new Text(value));
}
