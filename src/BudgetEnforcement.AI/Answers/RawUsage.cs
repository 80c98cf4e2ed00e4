using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Reads the usage from the JSON of an answer, or of a part of a stream.</summary>
internal static class RawUsage
{
    /// <param name="raw">What the client keeps of the answer as it came.</param>
    /// <param name="provider">The provider as the price book names it; null where it is not known.</param>
    /// <returns>What is in it, and whether it is the last word on its answer.</returns>
    internal static (AIUsage? Usage, bool IsFinal) Read(object? raw, string? provider)
    {
        if (raw is null || RawJson.Read(raw) is not { ValueKind: JsonValueKind.Object } json)
            return default;

        if (raw.GetType().Namespace!.StartsWith("OpenAI.Responses", StringComparison.Ordinal))
            return (AIUsage.Read(provider ?? "openai", "responses", Inner(json, "response")), true);
        if (raw.GetType().Namespace!.StartsWith("OpenAI", StringComparison.Ordinal))
            return (AIUsage.Read(provider ?? "openai", "chat", json), false);

        var message = Inner(json, "message");
        if (Json.Object(message, "usage") is not { } usage)
            return default;
        var isLast = Json.Text(json, "type") is "message_delta" or "message";
        return (AIUsage.Read("anthropic", "anthropic", message) ?? OutputOf(usage), isLast);
    }

    /// <summary>The last event of Anthropic's may have the output only: the first one has the input.</summary>
    private static AIUsage? OutputOf(JsonElement usage) =>
        Json.Property(usage, "output_tokens") is { ValueKind: JsonValueKind.Number } output && output.TryGetInt64(out var tokens) ? new AIUsage { OutputTokens = tokens } : null;

    private static JsonElement Inner(JsonElement json, string name) =>
        json.TryGetProperty(name, out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : json;
}
