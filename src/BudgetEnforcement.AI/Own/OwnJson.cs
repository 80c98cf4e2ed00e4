using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>
/// The JSON of the requests that users make for a client with its own types, without these types: those of OpenAI's write themselves
/// (<c>IPersistableModel</c>), those of Anthropic's have the parts of their body as a property.
/// </summary>
internal static class OwnJson
{
    private static readonly ConcurrentDictionary<Type, Func<object, JsonElement?>> Readers = new();

    /// <returns>The JSON; null where it cannot be read.</returns>
    internal static JsonElement? Read(object request)
    {
        try
        {
            return Readers.GetOrAdd(request.GetType(), static type => ReaderOf(type))(request) is { ValueKind: JsonValueKind.Object } json ? json : null;
        }
#pragma warning disable CA1031 // A client of another version may do anything here; what cannot be read has no bound.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What the trimmer has taken away is not found, and then the request cannot be read.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "As above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "As above.")]
    private static Func<object, JsonElement?> ReaderOf(Type type)
    {
        if (type.Namespace?.StartsWith("Anthropic", StringComparison.Ordinal) == true)
        {
            var (body, header, query) = (type.GetProperty("RawBodyData"), type.GetProperty("RawHeaderData"), type.GetProperty("RawQueryData"));
            return request => IsEmpty(header?.GetValue(request)) && IsEmpty(query?.GetValue(request)) && body?.GetValue(request) is IReadOnlyDictionary<string, JsonElement> parts
                ? Joined(parts)
                : null;
        }

        if (type.Namespace?.StartsWith("OpenAI", StringComparison.Ordinal) != true)
            return static _ => null;
        if (type.Namespace == "OpenAI.Embeddings")
        {
            // They are written with their input only, which they do not have yet. What can be set is harmless, but for the patch.
            var patch = type.GetProperty("Patch");
            return request => patch?.GetValue(request)?.ToString() is "[]" ? ClientJson.Parse("{}") : null;
        }

        return ClientJson.WriterOf(type) is { } write ? request => ClientJson.Parse(write(request)) : static _ => null;
    }

    private static bool IsEmpty(object? parts) => parts is not IEnumerable each || !each.GetEnumerator().MoveNext();

    private static JsonElement Joined(IReadOnlyDictionary<string, JsonElement> parts)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in parts)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }
}
