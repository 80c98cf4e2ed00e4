using System.Text;
using System.Text.Json;

namespace BudgetEnforcement.Portkey;

/// <summary>Reads what Portkey says about an error.</summary>
internal static class ErrorText
{
    /// <summary>How much of a body is read for it.</summary>
    internal const int MostBytes = 64 * 1024;

    private const int MostCharacters = 500;

    /// <summary>
    /// The message of an error, on one line and without the key, should it be quoted; <see langword="null"/> where the body has none.
    /// </summary>
    internal static string? Of(ReadOnlyMemory<byte> body, string? key)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return MessageIn(json.RootElement) is { Length: > 0 } message ? Readable(message, key) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // It is no JSON, or has a text with half of a character.
        }
    }

    // The gateway has it in "message" or "error.message", the control plane in "data.message" or "error".
    private static string? MessageIn(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return null;
        if (TextOf(root, "message") is { } message)
            return message;
        foreach (var name in (ReadOnlySpan<string>)["error", "data"])
        {
            if (!root.TryGetProperty(name, out var inner))
                continue;
            if (inner.ValueKind == JsonValueKind.Object && TextOf(inner, "message") is { } nested)
                return nested;
            if (inner.ValueKind == JsonValueKind.String && inner.GetString() is { Length: > 0 } text)
                return text;
        }

        return null;
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static string Readable(string message, string? key)
    {
        if (!string.IsNullOrEmpty(key))
            message = message.Replace(key, "***", StringComparison.OrdinalIgnoreCase);
        var text = new StringBuilder(Math.Min(message.Length, MostCharacters + 1));
        foreach (var character in message.AsSpan(0, Math.Min(message.Length, MostCharacters)))
            text.Append(char.IsControl(character) || char.IsSurrogate(character) ? ' ' : character);
        return (message.Length > MostCharacters ? text.Append('…') : text).ToString();
    }
}
