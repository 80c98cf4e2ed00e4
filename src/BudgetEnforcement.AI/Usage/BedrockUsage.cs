using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Bedrock's Converse, which counts the cached input and the cache writes beside the input.</summary>
internal static class BedrockUsage
{
    internal static AIUsage? Read(JsonElement? usage, UsageCounts counts)
    {
        if (counts.Read(usage, "inputTokens") is not { } input || counts.Read(usage, "outputTokens") is not { } output)
            return null;

        var cached = counts.Read(usage, "cacheReadInputTokens");
        var writes = counts.Read(usage, "cacheWriteInputTokens");
        long? writes1h = null;
        foreach (var detail in Json.Objects(usage, "cacheDetails"))
        {
            if (Json.Text(detail, "ttl") == "1h")
                writes1h = UsageCounts.Sum(writes1h, counts.Read(detail, "inputTokens"));
        }

        return new AIUsage
        {
            InputTokens = input + (cached ?? 0) + (writes ?? 0),
            CachedInputTokens = cached,
            CacheWriteTokens = writes,
            CacheWrite1hTokens = writes1h,
            OutputTokens = output,
        };
    }
}
