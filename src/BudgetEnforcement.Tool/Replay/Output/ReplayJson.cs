using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BudgetEnforcement.Tool.Replay.Budgets;

namespace BudgetEnforcement.Tool.Replay.Output;

/// <summary>
/// The result for programs: one object, money as numbers with all their digits. Under one limit its result stands in the object itself; under
/// several, in <c>budgets</c>, an object for each.
/// </summary>
internal static class ReplayJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.Default };

    internal static string Write(ReplayReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            if (report.Results is [var only])
                WriteResult(json, report, only);
            json.WriteNumber("rows", report.Results[0].Rows);
            json.WriteNumber("blankRows", report.Tally.BlankRows);
            json.WriteNumber("total", report.Tally.Total);
            json.WriteNumber("credits", report.Tally.Credits);
            WriteCurrency(json, report);
            json.WriteNumber("creditRows", report.Tally.CreditRows);
            json.WriteNumber("filteredRows", report.Tally.FilteredRows);
            json.WriteNumber("repeatedRows", report.Tally.RepeatedRows);
            json.WriteNumber("totalRows", report.Tally.TotalRows);
            json.WriteNumber("roundedRows", report.Tally.RoundedRows);
            json.WriteNumber("badRows", report.Tally.BadRows);
            json.WriteStartArray("notes");
            foreach (var note in report.Notes())
                json.WriteStringValue(note);
            json.WriteEndArray();
            if (report.Results.Count > 1)
            {
                json.WriteStartArray("budgets");
                foreach (var result in report.Results)
                {
                    json.WriteStartObject();
                    WriteResult(json, report, result);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteCurrency(Utf8JsonWriter json, ReplayReport report)
    {
        if (report.Tally.Currency is { Length: > 0 } currency)
            json.WriteString("currency", currency);
        else
            json.WriteNull("currency");
    }

    private static void WriteResult(Utf8JsonWriter json, ReplayReport report, ReplayResult result)
    {
        json.WriteString("answer", ReplayAnswer.Of(report, result));
        json.WriteNumber("limit", result.Report.Limit);
        json.WriteNumber("spent", result.Spent);
        if (report.Options.Period is BudgetPeriod.None)
        {
            json.WriteNumber("remaining", result.Report.Remaining);
            json.WriteString("status", result.Report.Status.ToString());
        }

        json.WriteNumber("notSpent", result.NotSpent);
        json.WriteNumber("highest", result.Highest);
        json.WriteNumber("unusedCredit", result.UnusedCredit);
        json.WriteNumber("allowedRows", result.AllowedRows);
        json.WriteNumber("deniedRows", result.DeniedRows);
        WriteMark(json, report, "firstDenied", result.FirstDenied);
        WriteMark(json, report, "warning75", result.Warning75);
        WriteMark(json, report, "warning90", result.Warning90);
        WriteMark(json, report, "exceeded", result.Exceeded);
        if (report.Options.Period is BudgetPeriod.None)
            return;

        json.WriteNumber("periodCount", result.PeriodCount);
        json.WriteNumber("stoppedPeriods", result.StoppedPeriods);
        json.WriteStartArray("periods");
        foreach (var period in result.Periods)
        {
            json.WriteStartObject();
            json.WriteString("firstCost", report.Times.Exact(period.Start));
            json.WriteString("end", report.Times.Exact(period.End));
            json.WriteNumber("spent", period.Spent);
            json.WriteNumber("notSpent", period.NotSpent);
            WriteMark(json, report, "firstDenied", period.Stop);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMark(Utf8JsonWriter json, ReplayReport report, string name, RowMark? mark)
    {
        if (mark is null)
        {
            json.WriteNull($"{name}Row");
            json.WriteNull($"{name}Line");
            json.WriteNull($"{name}File");
            json.WriteNull($"{name}Time");
            return;
        }

        json.WriteNumber($"{name}Row", mark.Row);
        json.WriteNumber($"{name}Line", mark.Cost.Line);
        json.WriteString($"{name}File", report.Files[mark.Cost.File]);
        if (report.HasTimes)
            json.WriteString($"{name}Time", report.Times.Exact(mark.Cost.Ticks));
        else
            json.WriteNull($"{name}Time");
    }
}
