using System.Globalization;
using System.Text.Json;

namespace BudgetEnforcement.Portkey;

/// <summary>Reads answers about costs. A value that is absent, negative or no number is an exception, never zero.</summary>
internal static class AnalyticsJson
{
    /// <summary>The total of a window: <c>summary.total</c>, in cents.</summary>
    internal static Dollars Total(JsonElement answer)
    {
        MustBeWhole(answer);
        return answer.TryGetProperty("summary", out var summary) && summary.ValueKind == JsonValueKind.Object
            ? Amount(summary, "total", "summary.total")
            : throw Odd("has no summary.total");
    }

    /// <summary>A page of labels: how many there are on all pages, and those of this page.</summary>
    internal static LabelPage Page(JsonElement answer)
    {
        MustBeWhole(answer);
        if (!answer.TryGetProperty("data", out var rows) || rows.ValueKind != JsonValueKind.Array)
            throw Odd("has no data");
        var labels = new List<LabelCost>(Math.Min(rows.GetArrayLength(), 1_000));
        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Object)
                throw Odd("has a row that is none");
            labels.Add(new LabelCost(Label(row), Amount(row, "cost", "cost of a label")));
        }

        return new LabelPage(Count(answer), labels);
    }

    private static void MustBeWhole(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
            throw Odd("is no object");
        if (answer.TryGetProperty("is_quota_exceeded", out var isExceeded) && isExceeded.ValueKind is not (JsonValueKind.False or JsonValueKind.Null))
            throw new PortkeyException("Portkey says that its quota of logs is exceeded (is_quota_exceeded), so what it knows of the costs is not all.");
    }

    private static Dollars Amount(JsonElement parent, string name, string what)
    {
        if (!parent.TryGetProperty(name, out var value))
            throw Odd($"has no {what}");
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => TextOf(value),
            _ => throw Odd($"has a {what} that is neither a number nor a text"),
        };
        return CentsText.Read(text, out var amount) switch
        {
            CentsText.Result.Amount => amount,
            CentsText.Result.Negative => throw Odd($"has a {what} below zero: {Shortened(text)}"),
            CentsText.Result.TooLarge => throw Odd($"has a {what} that is too large: {Shortened(text)}"),
            _ => throw Odd($"has a {what} that is no number: {Shortened(text)}"),
        };
    }

    // Labels that callers sent as numbers or truth values may come back as such.
    private static string? Label(JsonElement row) => !row.TryGetProperty("metadata_value", out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => TextOf(value) is { Length: > 0 } label ? label : null,
        JsonValueKind.Null => null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw Odd("has a metadata_value that is no text"),
    };

    private static int Count(JsonElement answer)
    {
        var text = answer.TryGetProperty("total", out var value) ? value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => TextOf(value),
            _ => null,
        }
        : null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw Odd("does not say how many labels there are");
    }

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new PortkeyException("Portkey's answer has a text with half of a character.", exception);
        }
    }

    private static string Shortened(string text) => text.Length > 40 ? text[..40] + "…" : text;

    private static PortkeyException Odd(string what) => new($"Portkey's answer {what}, so the costs are not known.");
}

/// <summary>What one label cost, as a page says.</summary>
internal readonly record struct LabelCost(string? Label, Dollars Cost);

/// <summary>A page of labels, and how many there are on all pages.</summary>
internal readonly record struct LabelPage(int Count, IReadOnlyList<LabelCost> Labels);
