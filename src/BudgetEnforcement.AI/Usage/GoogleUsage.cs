using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Gemini, which leaves out counts that are 0, and counts thoughts and what tools put into the prompt beside the rest.</summary>
internal static class GoogleUsage
{
    internal static AIUsage? Read(JsonElement usage, UsageCounts counts)
    {
        var input = UsageCounts.Sum(counts.Read(usage, "promptTokenCount"), counts.Read(usage, "toolUsePromptTokenCount"));
        var thoughts = counts.Read(usage, "thoughtsTokenCount");
        var output = UsageCounts.Sum(counts.Read(usage, "candidatesTokenCount"), thoughts);
        if (input is null && output is null)
            return null;

        return new AIUsage
        {
            InputTokens = input ?? 0,
            CachedInputTokens = counts.Read(usage, "cachedContentTokenCount"),
            InputAudioTokens = InputOf(usage, "AUDIO", counts),
            CachedAudioTokens = Of(usage, "cacheTokensDetails", "AUDIO", counts),
            InputImageTokens = InputOf(usage, "IMAGE", counts),
            CachedImageTokens = Of(usage, "cacheTokensDetails", "IMAGE", counts),
            OutputTokens = output ?? 0,
            ReasoningTokens = thoughts,
            OutputAudioTokens = Of(usage, "candidatesTokensDetails", "AUDIO", counts),
            OutputImageTokens = Of(usage, "candidatesTokensDetails", "IMAGE", counts),
            TotalTokens = counts.Read(usage, "totalTokenCount"),
            ServiceTier = TierOf(usage),
        };
    }

    private static long? InputOf(JsonElement usage, string modality, UsageCounts counts) =>
        UsageCounts.Sum(Of(usage, "promptTokensDetails", modality, counts), Of(usage, "toolUsePromptTokensDetails", modality, counts));

    private static long? Of(JsonElement usage, string details, string modality, UsageCounts counts)
    {
        long? sum = null;
        foreach (var detail in Json.Objects(usage, details))
        {
            if (Json.Text(detail, "modality") == modality)
                sum = UsageCounts.Sum(sum, counts.Read(detail, "tokenCount"));
        }

        return sum;
    }

    private static string? TierOf(JsonElement usage) => Json.Text(usage, "serviceTier") ?? Json.Text(usage, "trafficType") switch
    {
        "ON_DEMAND_PRIORITY" => "priority",
        "ON_DEMAND_FLEX" => "flex",
        var other => other,
    };
}
