using System.Globalization;
using BudgetEnforcement.Demo.Display;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>The result for people.</summary>
internal static class ReplayTable
{
    internal static void Write(IAnsiConsole console, ReplayResult result, ReplayOptions options)
    {
        var report = result.Report;
        var totals = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        totals.Columns[1].RightAligned();
        Add(totals, "Limit", Readable.Down(report.Limit));
        Add(totals, "Spent", Readable.Up(report.Spent));
        Add(totals, "Remaining", Readable.Down(report.Remaining));
        Add(totals, "Utilization", MoneyFormat.Percent(report.UtilizationPercentage));
        Add(totals, "Status", report.Status.ToString());
        Add(totals, "Costs in the file", Count(result.Trace.Costs.Count));
        Add(totals, "Blank, left out", Count(result.Trace.BlankRows));
        Add(totals, options.Mode is ReplayMode.RecordOnly ? "Recorded" : "Allowed", Count(result.AllowedRows));
        Add(totals, "Denied", Count(result.DeniedRows));
        console.Write(totals);

        var marks = new Table().Border(TableBorder.Rounded).AddColumns("What happened", "Row", "Line", "Cost", "Spent by then");
        for (var column = 1; column < marks.Columns.Count; column++)
            marks.Columns[column].RightAligned();
        AddMark(marks, "75 % warning", result.Warning75);
        AddMark(marks, "90 % warning", result.Warning90);
        AddMark(marks, options.Mode is ReplayMode.StopAtDenied ? "Stopped before" : "First denied", result.FirstDenied);
        AddMark(marks, "Limit exceeded", result.Exceeded);
        console.Write(marks);
    }

    private static void AddMark(Table table, string what, RowMark? mark) => table.AddRow(
        new Text(what),
        new Text(mark is null ? "never" : Count(mark.Cost.Row)),
        new Text(mark is null ? "" : Count(mark.Cost.Line)),
        new Text(mark is null ? "" : Readable.Up(mark.Cost.Amount)),
        new Text(mark is null ? "" : Readable.Up(mark.Spent)));

    private static void Add(Table table, string name, string value) => table.AddRow(new Text(name), new Text(value));

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
