using System.Text;
using System.Text.Json;

namespace BudgetEnforcement.Tool.Ledgers.Output;

/// <summary>The contents of a ledger, for programs: money as numbers with all their digits, times in UTC.</summary>
internal static class LedgerJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true };

    /// <summary>A list of things.</summary>
    internal static string List<T>(string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => Object(json =>
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>One object.</summary>
    internal static string Object(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    internal static void WriteBudget(Utf8JsonWriter json, LedgerBudgetInfo budget)
    {
        json.WriteString("name", budget.Name);
        json.WriteString("id", budget.Id);
        json.WriteStartArray("parents");
        foreach (var parent in budget.Parents)
            json.WriteStringValue(parent);
        json.WriteEndArray();
        json.WriteString("currency", budget.Currency);
        json.WriteNumber("limit", budget.Limit);
        json.WriteNumber("spent", budget.Spent);
        json.WriteNumber("held", budget.Held);
        json.WriteNumber("remaining", budget.Remaining);
        json.WriteNumber("undrawn", budget.Undrawn);
        json.WriteNumber("utilizationPercentage", budget.UtilizationPercentage);
        json.WriteString("status", budget.Status.ToString());
        json.WriteString("period", budget.Period.ToString());
        json.WriteString("timeZoneId", budget.TimeZoneId);
        json.WriteNumber("term", budget.Term);
        json.WriteString("termStart", budget.TermStart);
        if (budget.PeriodEnd is { } end)
            json.WriteString("periodEnd", end);
        else
            json.WriteNull("periodEnd");
    }

    internal static void WriteNode(Utf8JsonWriter json, LedgerNodeInfo node)
    {
        json.WriteString("id", node.Id);
        json.WriteString("name", node.Name);
        json.WriteString("status", node.Status.ToString());
        json.WriteString("firstSeenAt", node.FirstSeenAt);
        json.WriteString("lastSeenAt", node.LastSeenAt);
        json.WriteStartArray("holdings");
        foreach (var holding in node.Holdings)
        {
            json.WriteStartObject();
            json.WriteString("budget", holding.BudgetName);
            json.WriteString("currency", holding.Currency);
            json.WriteNumber("term", holding.Term);
            json.WriteNumber("held", holding.Held);
            json.WriteNumber("spent", holding.Spent);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteTerm(Utf8JsonWriter json, LedgerTermInfo term)
    {
        json.WriteString("budget", term.BudgetName);
        json.WriteNumber("number", term.Number);
        json.WriteString("start", term.Start);
        json.WriteString("end", term.End);
        json.WriteString("currency", term.Currency);
        json.WriteNumber("limit", term.Limit);
        json.WriteNumber("spent", term.Spent);
        json.WriteNumber("held", term.Held);
    }
}
