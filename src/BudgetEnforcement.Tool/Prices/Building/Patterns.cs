using System.Text.Json;

namespace BudgetEnforcement.Tool.Prices.Building;

/// <summary>Turns the way in which genai-prices says that a name matches into patterns, one of which must match.</summary>
internal static class Patterns
{
    internal static IEnumerable<string> Read(JsonElement json, string where)
    {
        if (Strict.Properties(json, where, "or", "and", "equals", "starts_with", "ends_with", "contains", "regex").ToList() is not [var (key, value)])
            throw new FormatException($"{where}: {json.GetRawText()} is no way to match a name.");
        return key switch
        {
            "or" => Strict.Items(value, where).SelectMany(item => Read(item, where)),
            "and" => [string.Join(" & ", Strict.Items(value, where).Select(item => Alone(item, where)))],
            "equals" => [Plain(value, where)],
            "starts_with" => [Plain(value, where) + "*"],
            "ends_with" => ["*" + Plain(value, where)],
            "contains" => ["*" + Plain(value, where) + "*"],
            _ => ["/" + Strict.Text(value, where) + "/"],
        };
    }

    private static string Alone(JsonElement json, string where) =>
        Read(json, where).ToList() is [var pattern] ? pattern : throw new FormatException($"{where}: {json.GetRawText()} is more than one pattern.");

    private static string Plain(JsonElement json, string where)
    {
        var text = Strict.Text(json, where);
        return text.Length == 0 || text.Contains('*', StringComparison.Ordinal) || text.Contains('&', StringComparison.Ordinal) || text[0] == '/'
            ? throw new FormatException($"{where}: \"{text}\" cannot be written as a pattern.")
            : text;
    }
}
