using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Looks into JSON that may be anything. What is null there is missing.</summary>
internal static class Json
{
    internal static bool Has(JsonElement? json, string name) => Property(json, name) is not null;

    internal static JsonElement? Object(JsonElement? json, string name) => Property(json, name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    internal static string? Text(JsonElement? json, string name) => Property(json, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    internal static bool IsTrue(JsonElement? json, string name) => Property(json, name) is { ValueKind: JsonValueKind.True };

    /// <summary>The objects of an array; none where there is no array.</summary>
    internal static IEnumerable<JsonElement> Objects(JsonElement? json, string name) =>
        Property(json, name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];

    internal static JsonElement? Property(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
