using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Chat Completions, as OpenAI writes them and others do like it.</summary>
internal static class ChatUsage
{
    internal static AIUsage? Read(string provider, JsonElement? usage, JsonElement answer, UsageCounts counts)
    {
        if (counts.Read(usage, "prompt_tokens") is not { } input || counts.Read(usage, "completion_tokens") is not { } output)
            return null;

        return new AIUsage
        {
            InputTokens = input,
            CachedInputTokens = counts.Read(usage, "prompt_tokens_details", "cached_tokens") ?? CachedBeside(provider, usage, counts),
            CacheWriteTokens = counts.Read(usage, "prompt_tokens_details", "cache_write_tokens"),
            InputAudioTokens = counts.Read(usage, "prompt_tokens_details", "audio_tokens"),
            InputImageTokens = counts.Read(usage, "prompt_tokens_details", "image_tokens"),
            OutputTokens = output,
            ReasoningTokens = counts.Read(usage, "completion_tokens_details", "reasoning_tokens"),
            OutputAudioTokens = counts.Read(usage, "completion_tokens_details", "audio_tokens"),
            OutputImageTokens = counts.Read(usage, "completion_tokens_details", "image_tokens"),
            TotalTokens = counts.Read(usage, "total_tokens"),
            WebSearches = counts.Read(usage, "server_tool_use", "web_search_requests"),
            ServiceTier = Json.Text(usage, "service_tier") ?? Json.Text(answer, "service_tier"),
            ReportedCost = ReportedCosts.Read(usage),
        };
    }

    /// <summary>
    /// Two providers have a name of their own for it. Others are not known to bill less for what they give by such a name, so it is not read.
    /// </summary>
    private static long? CachedBeside(string provider, JsonElement? usage, UsageCounts counts) => provider switch
    {
        "anthropic" => counts.Read(usage, "cached_tokens"),
        "x-ai" => counts.Read(usage, "cached_prompt_text_tokens"),
        _ => null,
    };
}
