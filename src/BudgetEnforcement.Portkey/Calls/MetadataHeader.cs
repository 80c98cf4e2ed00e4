using System.Text;
using System.Text.Json;

namespace BudgetEnforcement.Portkey;

/// <summary>Writes metadata as JSON in ASCII, with everything else escaped, so that it may stand in a header.</summary>
internal static class MetadataHeader
{
    internal static string Write(IEnumerable<KeyValuePair<string, string>> metadata) => Write(json =>
    {
        foreach (var (key, value) in metadata)
            json.WriteString(key, WholeCharacters(value));
    });

    /// <summary>Adds a label to the metadata that the caller has set.</summary>
    /// <param name="present">The metadata that the caller has set; <see langword="null"/> for none.</param>
    /// <param name="key">The key of the label.</param>
    /// <param name="label">The label.</param>
    /// <param name="merged">The header; empty where the caller's header has the key already, and so stays.</param>
    /// <returns>Whether the label could be added; false where the caller's metadata cannot be read.</returns>
    internal static bool TryAdd(string? present, string key, string label, out string merged)
    {
        merged = "";
        if (string.IsNullOrWhiteSpace(present))
        {
            merged = Write([new(key, label)]);
            return true;
        }

        try
        {
            using var metadata = JsonDocument.Parse(present);
            if (metadata.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            var isPresent = metadata.RootElement.TryGetProperty(key, out _);
            if (!isPresent)
            {
                merged = Write(json =>
                {
                    foreach (var property in metadata.RootElement.EnumerateObject())
                        property.WriteTo(json);
                    json.WriteString(key, WholeCharacters(label));
                });
            }

            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return false; // It is no JSON, or has a text with half of a character.
        }
    }

    private static string Write(Action<Utf8JsonWriter> properties)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) // Its encoder leaves nothing but ASCII, and none of its control characters.
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }

        return Encoding.ASCII.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    // Half of a character cannot be written; it becomes U+FFFD, as it would in UTF-8.
    private static string WholeCharacters(string text) => text.Any(char.IsSurrogate) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
}
