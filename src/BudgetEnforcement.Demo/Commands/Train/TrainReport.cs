using System.Globalization;
using BudgetEnforcement.Demo.Display;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>The last word about a run.</summary>
internal static class TrainReport
{
    internal static void Write(IAnsiConsole console, TrainResult result, MoneyFormat money)
    {
        var (progress, report) = (result.Progress, result.Report);
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        Add(table, "Outcome", Describe(result));
        Add(table, "Steps", string.Create(CultureInfo.InvariantCulture, $"{progress.Step:N0} of {progress.TotalSteps:N0}"));
        Add(table, "Loss", SpendMessages.Loss(progress.Loss));
        Add(table, "Limit", money.PreciseDown(report.Limit));
        Add(table, "Spent", money.PreciseUp(report.Spent));
        if (report.OwnSpent is { } own)
            Add(table, "By this process", money.PreciseUp(own));
        Add(table, "Remaining", money.PreciseDown(report.Remaining));
        Add(table, "Utilization", MoneyFormat.Percent(report.UtilizationPercentage));
        Add(table, "Status", report.Status.ToString());
        if (progress.Forecast.ProjectedTotal is not null && result.Outcome is not BudgetedRunOutcome.Completed)
            Add(table, "All epochs", $"{new SpendMessages(money).Projected(progress.Forecast)} at this pace");
        Add(table, "Time of this run", DurationFormat.Text(result.Elapsed));
        Add(table, "Checkpoint", result.Checkpoint ?? (result.CheckpointProblem is null ? "none written" : "NOT SAVED"));
        console.Write(table);

        if (result.Sample is not null)
            SampleText.Write(console, "What the model writes:", result.Sample);
        if (result.Checkpoint is not null && HowToGoOn(result) is { } how)
            console.Profile.Out.Writer.WriteLine(how);
    }

    private static string? HowToGoOn(TrainResult result)
    {
        // With a ledger, a run goes on from a checkpoint that is there.
        var isShared = result.Report.OwnSpent is not null;
        return result.Outcome switch
        {
            BudgetedRunOutcome.StoppedByBudget when result.IsLedgerAway => "The same command goes on from the checkpoint, once the ledger is there again.",
            BudgetedRunOutcome.StoppedByBudget => $"The same command with {(isShared ? "" : "--resume and ")}a larger --budget goes on from the checkpoint.",
            BudgetedRunOutcome.Cancelled => $"The same command{(isShared ? "" : " with --resume")} goes on from the checkpoint.",
            _ => null,
        };
    }

    private static string Describe(TrainResult result) => result.Outcome switch
    {
        BudgetedRunOutcome.Completed => "all epochs done",
        BudgetedRunOutcome.Refused when result.DoesNotFit => "not started: the run would not fit the budget",
        BudgetedRunOutcome.Refused => "not started: the budget has no room for it",
        BudgetedRunOutcome.Cancelled => "interrupted",
        BudgetedRunOutcome.StoppedByBudget when result.IsLedgerAway => "stopped: the ledger does not answer",
        _ when result.Report.IsExceeded => "stopped by the budget, but too late",
        _ => "stopped by the budget, before passing it",
    };

    private static void Add(Table table, string name, string value) => table.AddRow(new Text(name), new Text(value));
}
