using System.Text.Json;

namespace BudgetEnforcement.Prices;

/// <summary>Turns how genai-prices says that a name matches into patterns of which one must.</summary>
internal static class Patterns
{
    internal static IEnumerable<string> Read(JsonElement json, string where)
    {
        var (key, value) = Strict.Properties(json, where, "or", "and", "equals", "starts_with", "ends_with", "contains", "regex").Single();
        return key switch
        {
            "or" => value.EnumerateArray().SelectMany(item => Read(item, where)),
            "and" => [string.Join(" & ", value.EnumerateArray().Select(item => Read(item, where).Single()))],
            "equals" => [Plain(value, where)],
            "starts_with" => [Plain(value, where) + "*"],
            "ends_with" => ["*" + Plain(value, where)],
            "contains" => ["*" + Plain(value, where) + "*"],
            _ => ["/" + Strict.Text(value, where) + "/"],
        };
    }

    private static string Plain(JsonElement json, string where)
    {
        var text = Strict.Text(json, where);
        return text.Length == 0 || text.Contains('*', StringComparison.Ordinal) || text.Contains('&', StringComparison.Ordinal) || text[0] == '/'
            ? throw new FormatException($"{where}: \"{text}\" cannot be written as a pattern.")
            : text;
    }
}
