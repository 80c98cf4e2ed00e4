using System.Text.Json;

namespace BudgetEnforcement.Prices;

/// <summary>Reads objects whose every key is known: a key that is not could be a price.</summary>
internal static class Strict
{
    internal static IEnumerable<(string Key, JsonElement Value)> Properties(JsonElement json, string where, params ReadOnlySpan<string> known)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException($"{where}: an object is expected, not {json.ValueKind}.");

        List<(string, JsonElement)> properties = [];
        foreach (var property in json.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw new FormatException($"{where}: the key \"{property.Name}\" is not known. If it is a price, it needs a place in the book; if it is none, it belongs to the keys that are passed over.");

            properties.Add((property.Name, property.Value));
        }

        return properties;
    }

    /// <summary>The number, without zeros at its end.</summary>
    internal static decimal Number(JsonElement json, string where) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number) ? Shortest(number) : throw new FormatException($"{where}: {json.GetRawText()} is no number.");

    internal static decimal Shortest(decimal number) => number / 1.0000000000000000000000000000m;

    internal static string Text(JsonElement json, string where) => json.ValueKind == JsonValueKind.String ? json.GetString()! : throw new FormatException($"{where}: {json.GetRawText()} is no text.");
}
