using System.Text;
using System.Text.Json;

namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>The result for programs: one object, money as numbers with all their digits.</summary>
internal static class ReplayJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true };

    internal static string Write(ReplayResult result)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("limit", result.Report.Limit);
            json.WriteNumber("spent", result.Report.Spent);
            json.WriteNumber("remaining", result.Report.Remaining);
            json.WriteString("status", result.Report.Status.ToString());
            json.WriteNumber("rows", result.Trace.Costs.Count);
            json.WriteNumber("blankRows", result.Trace.BlankRows);
            json.WriteNumber("allowedRows", result.AllowedRows);
            json.WriteNumber("deniedRows", result.DeniedRows);
            WriteMark(json, "firstDenied", result.FirstDenied);
            WriteMark(json, "warning75", result.Warning75);
            WriteMark(json, "warning90", result.Warning90);
            WriteMark(json, "exceeded", result.Exceeded);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteMark(Utf8JsonWriter json, string name, RowMark? mark)
    {
        if (mark is null)
        {
            json.WriteNull($"{name}Row");
            json.WriteNull($"{name}Line");
            return;
        }

        json.WriteNumber($"{name}Row", mark.Cost.Row);
        json.WriteNumber($"{name}Line", mark.Cost.Line);
    }
}
