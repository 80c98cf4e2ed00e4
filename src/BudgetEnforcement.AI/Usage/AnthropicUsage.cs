using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Anthropic's Messages, which count the cached input and the cache writes beside the input.</summary>
internal static class AnthropicUsage
{
    internal static AIUsage? Read(JsonElement? usage, UsageCounts counts)
    {
        if (ReadCounts(usage, counts) is not { } read)
            return null;

        return read with
        {
            WebSearches = counts.Read(usage, "server_tool_use", "web_search_requests"),
            ServiceTier = TierOf(usage),
            Beside = ReadBeside(usage, counts),
        };
    }

    private static AIUsage? ReadCounts(JsonElement? usage, UsageCounts counts)
    {
        if (counts.Read(usage, "input_tokens") is not { } input || counts.Read(usage, "output_tokens") is not { } output)
            return null;

        var cached = counts.Read(usage, "cache_read_input_tokens");
        var writes1h = counts.Read(usage, "cache_creation", "ephemeral_1h_input_tokens");
        var writes = counts.Read(usage, "cache_creation_input_tokens")
            ?? UsageCounts.Sum(counts.Read(usage, "cache_creation", "ephemeral_5m_input_tokens"), writes1h);
        return new AIUsage
        {
            InputTokens = input + (cached ?? 0) + (writes ?? 0),
            CachedInputTokens = cached,
            CacheWriteTokens = writes,
            CacheWrite1hTokens = writes1h,
            OutputTokens = output,
            ReasoningTokens = counts.Read(usage, "output_tokens_details", "thinking_tokens"),
        };
    }

    /// <summary>
    /// What the iterations of a request used is in its counts only where it is a message of the model itself: compaction is not, nor is the
    /// advice of another model.
    /// </summary>
    private static AIUsage[] ReadBeside(JsonElement? usage, UsageCounts counts)
    {
        List<AIUsage>? beside = null;
        foreach (var iteration in Json.Objects(usage, "iterations"))
        {
            if (Json.Text(iteration, "type") != "message" && ReadCounts(iteration, counts) is { } read)
                (beside ??= []).Add(read with { Model = Json.Text(iteration, "model") });
        }

        return beside is null ? [] : [.. beside];
    }

    /// <summary>The speed and the place of the inference have prices as service tiers have, and can come together.</summary>
    private static string? TierOf(JsonElement? usage)
    {
        var isFast = Json.Text(usage, "speed") == "fast";
        var isInUS = Json.Text(usage, "inference_geo") == "us";
        return (isFast, isInUS) switch
        {
            (true, true) => "fast us",
            (true, false) => "fast",
            (false, true) => "us",
            _ => Json.Text(usage, "service_tier"),
        };
    }
}
