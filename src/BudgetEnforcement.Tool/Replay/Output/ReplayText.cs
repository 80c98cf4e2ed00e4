using System.Globalization;
using BudgetEnforcement.Tool.Replay.Budgets;
using Spectre.Console;

namespace BudgetEnforcement.Tool.Replay.Output;

/// <summary>The result for people: the answer, tables, and what people have to know about it.</summary>
internal static class ReplayText
{
    private const int MostPeriods = 36;

    internal static void Write(IAnsiConsole console, ReplayReport report)
    {
        var output = console.Profile.Out.Writer;
        if (report.Options.Files.Count == 0)
            output.WriteLine("The made-up costs of a small team of agents; FILE replays your own.");
        foreach (var result in report.Results)
            output.WriteLine(ReplayAnswer.Of(report, result));
        if (report.Results is [var only])
        {
            console.Write(Totals(report, only));
            console.Write(Marks(report, only));
            if (only.Periods.Count > 0)
                WritePeriods(console, report, only);
        }
        else
        {
            console.Write(Comparison(report));
        }

        foreach (var note in report.Notes())
            output.WriteLine($"note: {note}");
    }

    private static Table Totals(ReplayReport report, ReplayResult result)
    {
        var money = report.MoneyUnder(result.Report.Limit);
        var totals = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        totals.Columns[1].RightAligned();
        Add("Limit", money.PreciseDown(result.Report.Limit));
        Add("Spent", money.PreciseUp(result.Spent));
        Add("Not spent", money.PreciseDown(result.NotSpent));
        if (report.Options.Period is BudgetPeriod.None)
        {
            Add("Remaining", money.PreciseDown(result.Report.Remaining));
            Add("Utilization", MoneyFormat.Percent(result.Report.UtilizationPercentage));
            Add("Status", result.Report.Status.ToString());
        }

        Add("Costs in all", Count(result.Rows));
        Add("Blank, left out", Count(report.Tally.BlankRows));
        Add(report.Options.Mode is ReplayMode.RecordOnly ? "Recorded" : "Allowed", Count(result.AllowedRows));
        Add("Denied", Count(result.DeniedRows));
        return totals;

        void Add(string name, string value) => totals.AddRow(new Text(name), new Text(value));
    }

    private static Table Marks(ReplayReport report, ReplayResult result)
    {
        var money = report.MoneyUnder(result.Report.Limit);
        var marks = new Table().Border(TableBorder.Rounded).AddColumns("What happened", "Row", "Line", "Cost", "Spent by then");
        for (var column = 1; column < marks.Columns.Count; column++)
            marks.Columns[column].RightAligned();
        if (report.HasTimes)
            marks.AddColumn("When");
        if (report.Files.Count > 1)
            marks.AddColumn("File");
        Add("75 % warning", result.Warning75);
        Add("90 % warning", result.Warning90);
        Add(report.Options.Mode is ReplayMode.StopAtDenied ? "Stopped before" : "First denied", result.FirstDenied);
        Add("Limit exceeded", result.Exceeded);
        return marks;

        void Add(string what, RowMark? mark)
        {
            List<string> cells = mark is null
                ? [what, "never", "", "", ""]
                : [what, Count(mark.Row), Count(mark.Cost.Line), money.PreciseUp(mark.Cost.Amount), money.PreciseUp(mark.Spent)];
            if (report.HasTimes)
                cells.Add(mark is null ? "" : report.Times.Short(mark.Cost.Ticks));
            if (report.Files.Count > 1)
                cells.Add(mark is null ? "" : report.Files[mark.Cost.File]);
            marks.AddRow(cells.Select(cell => new Text(cell)));
        }
    }

    private static void WritePeriods(IAnsiConsole console, ReplayReport report, ReplayResult result)
    {
        var money = report.MoneyUnder(result.Report.Limit);
        var table = new Table().Border(TableBorder.Rounded).AddColumns("First cost", "Spent", "Not spent", "Stopped");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        foreach (var period in result.Periods.Take(MostPeriods))
        {
            table.AddRow(
                new Text(report.Times.Short(period.Start)), new Text(money.PreciseUp(period.Spent)), new Text(money.PreciseDown(period.NotSpent)),
                new Text(period.Stop is null ? "" : report.Times.Short(period.Stop.Cost.Ticks)));
        }

        console.Write(table);
        if (result.PeriodCount > MostPeriods)
            console.Profile.Out.Writer.WriteLine($"… and {Count(result.PeriodCount - MostPeriods)} more; --json has {Count(result.Periods.Count)} of them.");
    }

    private static Table Comparison(ReplayReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Limit", "Spent", "Not spent", "Denied", "75 %", "90 %", report.Options.Mode is ReplayMode.RecordOnly ? "Exceeded" : "Stopped");
        for (var column = 0; column < 4; column++)
            table.Columns[column].RightAligned();
        foreach (var result in report.Results)
        {
            var money = report.MoneyUnder(result.Report.Limit);
            table.AddRow(
                new Text(money.PreciseDown(result.Report.Limit)), new Text(money.PreciseUp(result.Spent)), new Text(money.PreciseDown(result.NotSpent)),
                new Text(Count(result.DeniedRows)), Moment(result.Warning75), Moment(result.Warning90),
                Moment(report.Options.Mode is ReplayMode.RecordOnly ? result.Exceeded : result.FirstDenied));
        }

        return table;

        Text Moment(RowMark? mark) => new(mark is null ? "never" : report.HasTimes ? report.Times.Short(mark.Cost.Ticks) : $"row {Count(mark.Row)}");
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
