using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>OpenAI's Responses.</summary>
internal static class ResponsesUsage
{
    internal static AIUsage? Read(JsonElement? usage, JsonElement answer, UsageCounts counts)
    {
        if (counts.Read(usage, "input_tokens") is not { } input || counts.Read(usage, "output_tokens") is not { } output)
            return null;

        return new AIUsage
        {
            InputTokens = input,
            CachedInputTokens = counts.Read(usage, "input_tokens_details", "cached_tokens"),
            CacheWriteTokens = counts.Read(usage, "input_tokens_details", "cache_write_tokens"),
            InputAudioTokens = counts.Read(usage, "input_tokens_details", "audio_tokens"),
            InputImageTokens = counts.Read(usage, "input_tokens_details", "image_tokens"),
            OutputTokens = output,
            ReasoningTokens = counts.Read(usage, "output_tokens_details", "reasoning_tokens"),
            OutputAudioTokens = counts.Read(usage, "output_tokens_details", "audio_tokens"),
            OutputImageTokens = counts.Read(usage, "output_tokens_details", "image_tokens"),
            TotalTokens = counts.Read(usage, "total_tokens"),
            WebSearches = Json.Has(answer, "output") ? Json.Objects(answer, "output").Count(IsSearch) : null,
            ServiceTier = Json.Text(answer, "service_tier"),
            ReportedCost = ReportedCosts.Read(usage),
        };
    }

    /// <summary>The tool also opens pages and looks for words in them, which is not billed.</summary>
    private static bool IsSearch(JsonElement item) =>
        Json.Text(item, "type") == "web_search_call" && Json.Text(Json.Object(item, "action"), "type") is null or "search";
}
