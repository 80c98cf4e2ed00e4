using System.Text.Json;
using CsCheck;

namespace BudgetEnforcement.AI.Tests.Usage;

/// <summary>Answers of any content: usage that cannot be read counts as none, and never gives an exception or an impossible count.</summary>
public sealed class AIUsageFuzzTests
{
    private static readonly string[] Names =
    [
        "model", "modelVersion", "usage", "usageMetadata", "prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details", "completion_tokens_details", "cached_tokens",
        "cache_write_tokens", "audio_tokens", "image_tokens", "reasoning_tokens", "input_tokens", "output_tokens", "input_tokens_details", "output_tokens_details", "cache_read_input_tokens",
        "cache_creation_input_tokens", "cache_creation", "ephemeral_1h_input_tokens", "server_tool_use", "web_search_requests", "iterations", "type", "service_tier", "speed", "output", "action",
        "promptTokenCount", "candidatesTokenCount", "promptTokensDetails", "modality", "tokenCount", "inputTokens", "outputTokens", "cacheDetails", "ttl", "billed_units", "meta", "cost", "is_byok",
        "cost_in_usd_ticks", "cost_details",
    ];

    private static readonly string[] Flavors = ["chat", "responses", "anthropic", "embeddings", "tokens", "default"];

    private static readonly Gen<string> Leaf = Gen.Frequency(
        (6, Gen.Int[0, 1_000].Select(count => $"{count}")),
        (1, Gen.OneOfConst(
            "null", "true", "\"\"", "\"web_search_call\"", "\"AUDIO\"", "\"compaction\"", "\"fast\"", "\"1h\"", "-1", "0.5", "1e3", "1e400", "-0", "1000000001", "9223372036854775808",
            "1.0000000000000000000000000000001")));

    private static readonly Gen<string> Value = Nested(4);

    [Fact]
    public void Read_OfAnyAnswer_IsNothingOrCounts() =>
        Gen.Select(Value, Gen.OneOfConst(Flavors), Gen.OneOfConst("openai", "anthropic", "google", "aws", "cohere", "x-ai", "")).Sample(
            (answer, flavor, provider) =>
            {
                using var json = JsonDocument.Parse(answer);
                var usage = AIUsage.Read(provider, flavor, json.RootElement);
                return usage is null || (IsCount(usage.InputTokens) && IsCount(usage.OutputTokens) && usage.InputTokens is not null && usage.OutputTokens is not null
                    && IsCount(usage.CachedInputTokens) && IsCount(usage.CacheWriteTokens) && IsCount(usage.ReasoningTokens) && IsCount(usage.WebSearches) && !(usage.ReportedCost < 0m));
            },
            iter: 50_000);

    private static bool IsCount(long? count) => count is null or (>= 0 and <= 3_000_000_000);

    private static Gen<string> Nested(int depth) => depth == 0
        ? Leaf
        : Gen.Frequency(
            (3, Leaf),
            (1, Nested(depth - 1).Array[0, 3].Select(items => $"[{string.Join(',', items)}]")),
            (6, Gen.Select(Gen.OneOfConst(Names), Nested(depth - 1)).Array[0, 8].Select(properties => $"{{{string.Join(',', properties.Select(property => $"\"{property.Item1}\":{property.Item2}"))}}}")));
}
