using System.Globalization;
using System.Text.Json;

namespace BudgetEnforcement.Tool.Prices.Building;

/// <summary>Reads objects whose every key is known: a key that is not could be a price.</summary>
internal static class Strict
{
    internal static IEnumerable<(string Key, JsonElement Value)> Properties(JsonElement json, string where, params ReadOnlySpan<string> known)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw NotA("object", json, where);

        List<(string, JsonElement)> properties = [];
        foreach (var property in json.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw new FormatException($"{where}: the key \"{property.Name}\" is not known. If it is a price, it needs a place in the book; if it is none, it belongs to the keys that are passed over.");

            properties.Add((property.Name, property.Value));
        }

        return properties;
    }

    /// <summary>The members of an object whose values are objects.</summary>
    internal static IEnumerable<(string Name, JsonElement Value)> Objects(JsonElement json, string where)
    {
        foreach (var member in json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : throw NotA("object", json, where))
            yield return member.Value.ValueKind == JsonValueKind.Object ? (member.Name, member.Value) : throw NotA("object", member.Value, $"{where}, {member.Name}");
    }

    internal static IEnumerable<JsonElement> Items(JsonElement json, string where) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : throw NotA("array", json, where);

    internal static JsonElement Property(JsonElement json, string name, string where) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : throw new FormatException($"{where}: the key \"{name}\" is missing.");

    internal static long Whole(JsonElement json, string where) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) ? number : throw new FormatException($"{where}: {json.GetRawText()} is no whole number.");

    internal static bool Flag(JsonElement json, string where) =>
        json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw new FormatException($"{where}: {json.GetRawText()} is neither true nor false.");

    internal static DateOnly Date(JsonElement json, string where) =>
        DateOnly.TryParseExact(Text(json, where), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw new FormatException($"{where}: {json} is no date such as 2026-08-21.");

    /// <summary>The number, without zeros at its end.</summary>
    internal static decimal Number(JsonElement json, string where) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number) ? Shortest(number) : throw new FormatException($"{where}: {json.GetRawText()} is no number.");

    internal static decimal Shortest(decimal number) => number / 1.0000000000000000000000000000m;

    internal static string Text(JsonElement json, string where) => json.ValueKind == JsonValueKind.String ? json.GetString()! : throw new FormatException($"{where}: {json.GetRawText()} is no text.");

    private static FormatException NotA(string expected, JsonElement json, string where) => new($"{where}: an {expected} is expected, and it is of the kind {json.ValueKind}.");
}
