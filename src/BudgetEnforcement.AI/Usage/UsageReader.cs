using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Reads what an answer used, in the forms in which providers write it.</summary>
internal static class UsageReader
{
    internal static AIUsage? Read(string provider, string flavor, JsonElement json)
    {
        var counts = new UsageCounts();
        var usage = flavor switch
        {
            "chat" => ChatUsage.Read(provider, Usage(json), json, counts),
            "responses" => ResponsesUsage.Read(Usage(json), json, counts),
            "anthropic" => AnthropicUsage.Read(Usage(json), counts),
            "tokens" => CohereUsage.ReadTokens(Usage(json), counts),
            "embeddings" => EmbeddingsUsage.Read(provider, json, counts),
            "default" => ReadOwnForm(provider, json, counts),
            _ => throw new ArgumentOutOfRangeException(nameof(flavor), flavor, "Not a form of answers that is known."),
        };

        if (usage is null || counts.IsUnreadable)
            return null;

        return usage with { Model = usage.Model ?? Json.Text(json, "model") ?? Json.Text(json, "modelVersion") };
    }

    private static AIUsage? ReadOwnForm(string provider, JsonElement json, UsageCounts counts)
    {
        if (Json.Object(json, "usageMetadata") is { } metadata)
            return GoogleUsage.Read(metadata, counts);

        var usage = Usage(json);
        if (provider is "anthropic" or "minimax")
            return AnthropicUsage.Read(usage, counts);
        if (provider is "cohere")
            return CohereUsage.Read(usage, counts);
        if (Json.Has(usage, "inputTokens"))
            return BedrockUsage.Read(usage, counts);
        if (Json.Has(usage, "prompt_tokens"))
            return ChatUsage.Read(provider, usage, json, counts);
        return Json.Has(usage, "input_tokens_details") || Json.Has(usage, "total_tokens")
            ? ResponsesUsage.Read(usage, json, counts)
            : AnthropicUsage.Read(usage, counts);
    }

    private static JsonElement? Usage(JsonElement json) => Json.Object(json, "usage");
}
