using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>
/// The JSON of an answer, from what the client keeps of it, without the types of any client: the models of OpenAI's write themselves
/// (<c>IPersistableModel</c>), those of Anthropic's have it as a property or as their text.
/// </summary>
internal static class RawJson
{
    private static readonly ConcurrentDictionary<Type, Func<object, JsonElement?>> Readers = new();

    /// <summary>Reads the JSON of what may have usage in it; null for everything else.</summary>
    internal static JsonElement? Read(object raw)
    {
        try
        {
            return Readers.GetOrAdd(raw.GetType(), static type => ReaderOf(type))(raw);
        }
#pragma warning disable CA1031 // A client of another version may do anything here; without its JSON its counts are still known.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What the trimmer has taken away is not found, and then the counts of the client count.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "As above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "As above.")]
    private static Func<object, JsonElement?> ReaderOf(Type type)
    {
        if (type.Namespace?.StartsWith("OpenAI", StringComparison.Ordinal) == true)
        {
            // Most parts of a stream have no usage, so it is not worth writing them as JSON.
            var holder = type.GetProperty("Usage") ?? type.GetProperty("Response");
            if (holder is null || ClientJson.WriterOf(type) is not { } write)
                return static _ => null;
            return raw => HasUsage(holder.GetValue(raw)) ? ClientJson.Parse(write(raw)) : null;
        }

        if (type.Namespace?.StartsWith("Anthropic", StringComparison.Ordinal) == true)
        {
            return type.GetProperty("Json") is { } json && json.PropertyType == typeof(JsonElement)
                ? raw => (JsonElement)json.GetValue(raw)!
                : static raw => ClientJson.Parse(raw.ToString());
        }

        return static _ => null;

        static bool HasUsage(object? value) =>
            value is not null && (value.GetType().GetProperty("Usage") is not { } usage || usage.GetValue(value) is not null);
    }
}
