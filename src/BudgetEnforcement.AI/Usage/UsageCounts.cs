using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>
/// Reads the counts of one answer, and remembers whether one of them could not be read: then none of the others can be trusted.
/// </summary>
internal sealed class UsageCounts
{
    internal bool IsUnreadable { get; private set; }

    /// <summary>
    /// A count; null where it is missing. Some providers write whole numbers with decimals (12.0); a part of a token counts as one.
    /// </summary>
    internal long? Read(JsonElement? json, string name)
    {
        if (Json.Property(json, name) is not { } value)
            return null;

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number is >= 0m and <= UsageRules.HighestCount)
            return (long)decimal.Ceiling(number);

        IsUnreadable = true;
        return null;
    }

    internal long? Read(JsonElement? json, string parent, string name) => Read(Json.Object(json, parent), name);

    /// <summary>An amount of US dollars; null where it is missing or none.</summary>
    internal static decimal? ReadAmount(JsonElement? json, string name) =>
        Json.Property(json, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) && number >= 0m ? number : null;

    /// <summary>The sum of what is there; null where nothing is.</summary>
    internal static long? Sum(long? one, long? other) => one is null ? other : one + (other ?? 0);
}
