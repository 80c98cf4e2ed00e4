using System.Text.Json;

namespace BudgetEnforcement.AI.Tests.Usage;

/// <summary>Answers of every form, and what they used.</summary>
public sealed class AIUsageReadTests
{
    private const string Chat = """{"model":"m","usage":{"prompt_tokens":10,"completion_tokens":5}}""";
    private const string Responses = """{"model":"m","usage":{"input_tokens":10,"output_tokens":5,"total_tokens":15}}""";
    private const string Messages = """{"model":"m","usage":{"input_tokens":10,"output_tokens":5}}""";

    private static readonly AIUsage Plain = new() { Model = "m", InputTokens = 10, OutputTokens = 5 };

    public static TheoryData<string, string, string, AIUsage> Answers => new()
    {
        { "openai", "chat", Chat, Plain },
        {
            "openai", "chat",
            """
            {"model":"m","service_tier":"priority","usage":{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,
             "prompt_tokens_details":{"cached_tokens":60,"cache_write_tokens":20,"audio_tokens":7,"image_tokens":3},
             "completion_tokens_details":{"reasoning_tokens":30,"audio_tokens":4,"image_tokens":2}}}
            """,
            new()
            {
                Model = "m", ServiceTier = "priority", InputTokens = 100, CachedInputTokens = 60, CacheWriteTokens = 20, InputAudioTokens = 7, InputImageTokens = 3,
                OutputTokens = 50, ReasoningTokens = 30, OutputAudioTokens = 4, OutputImageTokens = 2, TotalTokens = 150,
            }
        },
        { "novita", "chat", """{"model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":null,"completion_tokens_details":null}}""", Plain },
        { "anthropic", "chat", """{"model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"cached_tokens":4}}""", Plain with { CachedInputTokens = 4 } },
        { "huggingface_novita", "chat", """{"model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"cached_tokens":4,"cached_prompt_text_tokens":4}}""", Plain },
        { "openrouter", "chat", """{"model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"cost":1.5e-05}}""", Plain with { ReportedCost = 0.000015m } },
        { "openrouter", "chat", """{"model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"cost":0.01355025,"is_byok":false,"cost_details":{"upstream_inference_cost":0.01355025}}}""", Plain with { ReportedCost = 0.01355025m } },
        { "openrouter", "chat", """{"model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"cost":0.001,"is_byok":true,"cost_details":{"upstream_inference_cost":0.02}}}""", Plain with { ReportedCost = 0.021m } },
        { "openrouter", "chat", """{"model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"cost":0.001,"is_byok":true,"cost_details":{"upstream_inference_cost":null}}}""", Plain },
        { "openrouter", "chat", """{"model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"cost":"free"}}""", Plain },
        { "openrouter", "chat", """{"model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"cost":-1}}""", Plain },
        { "x-ai", "chat", """{"model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"cost_in_usd_ticks":37756000}}""", Plain with { ReportedCost = 0.0037756m } },
        { "x-ai", "default", """{"model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"cached_prompt_text_tokens":4}}""", Plain with { CachedInputTokens = 4 } },

        { "openai", "responses", Responses, Plain with { TotalTokens = 15 } },
        {
            "openai", "responses",
            """
            {"model":"m","service_tier":"flex","usage":{"input_tokens":100,"output_tokens":50,"input_tokens_details":{"cached_tokens":60,"cache_write_tokens":20},"output_tokens_details":{"reasoning_tokens":30}},
             "output":[{"type":"reasoning"},{"type":"web_search_call","action":{"type":"search"}},{"type":"web_search_call","action":{"type":"open_page"}},{"type":"web_search_call"},{"type":"message"},7]}
            """,
            new() { Model = "m", ServiceTier = "flex", InputTokens = 100, CachedInputTokens = 60, CacheWriteTokens = 20, OutputTokens = 50, ReasoningTokens = 30, WebSearches = 2 }
        },
        { "openai", "responses", """{"model":"m","usage":{"input_tokens":10,"output_tokens":5,"total_tokens":15},"output":[]}""", Plain with { TotalTokens = 15, WebSearches = 0 } },
        { "openai", "default", Responses, Plain with { TotalTokens = 15 } },
        { "openai", "default", Chat, Plain },

        { "anthropic", "anthropic", Messages, Plain },
        { "anthropic", "default", Messages, Plain },
        { "minimax", "default", Messages, Plain },
        {
            "anthropic", "default",
            """
            {"model":"m","usage":{"input_tokens":3,"cache_read_input_tokens":100,"cache_creation_input_tokens":50,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":30},
             "output_tokens":9,"output_tokens_details":{"thinking_tokens":4},"server_tool_use":{"web_search_requests":2,"web_fetch_requests":7},"service_tier":"standard"}}
            """,
            new() { Model = "m", InputTokens = 153, CachedInputTokens = 100, CacheWriteTokens = 50, CacheWrite1hTokens = 30, OutputTokens = 9, ReasoningTokens = 4, WebSearches = 2, ServiceTier = "standard" }
        },
        {
            "anthropic", "anthropic", """{"model":"m","usage":{"input_tokens":3,"output_tokens":9,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":30}}}""",
            new() { Model = "m", InputTokens = 53, CacheWriteTokens = 50, CacheWrite1hTokens = 30, OutputTokens = 9 }
        },
        { "anthropic", "anthropic", """{"model":"m","usage":{"input_tokens":10,"output_tokens":5,"service_tier":"standard","speed":"fast"}}""", Plain with { ServiceTier = "fast" } },
        { "anthropic", "anthropic", """{"model":"m","usage":{"input_tokens":10,"output_tokens":5,"service_tier":"standard","inference_geo":"us"}}""", Plain with { ServiceTier = "us" } },
        { "anthropic", "anthropic", """{"model":"m","usage":{"input_tokens":10,"output_tokens":5,"speed":"fast","inference_geo":"us"}}""", Plain with { ServiceTier = "fast us" } },
        { "anthropic", "anthropic", """{"model":"m","usage":{"input_tokens":10,"output_tokens":5,"service_tier":"standard","speed":"standard","inference_geo":"global"}}""", Plain with { ServiceTier = "standard" } },

        {
            "google", "default",
            """
            {"modelVersion":"g","usageMetadata":{"promptTokenCount":100,"toolUsePromptTokenCount":20,"cachedContentTokenCount":30,"candidatesTokenCount":40,"thoughtsTokenCount":50,"totalTokenCount":210,"serviceTier":"standard",
             "promptTokensDetails":[{"modality":"TEXT","tokenCount":70},{"modality":"AUDIO","tokenCount":10},{"modality":"IMAGE","tokenCount":15},{"modality":"IMAGE","tokenCount":5},{"modality":"VIDEO"}],
             "toolUsePromptTokensDetails":[{"modality":"AUDIO","tokenCount":2}],
             "cacheTokensDetails":[{"modality":"AUDIO","tokenCount":3},{"modality":"IMAGE","tokenCount":4}],
             "candidatesTokensDetails":[{"modality":"AUDIO","tokenCount":6},{"modality":"IMAGE","tokenCount":8}]}}
            """,
            new()
            {
                Model = "g", InputTokens = 120, CachedInputTokens = 30, InputAudioTokens = 12, CachedAudioTokens = 3, InputImageTokens = 20, CachedImageTokens = 4,
                OutputTokens = 90, ReasoningTokens = 50, OutputAudioTokens = 6, OutputImageTokens = 8, TotalTokens = 210, ServiceTier = "standard",
            }
        },
        { "google", "default", """{"modelVersion":"g","usageMetadata":{"promptTokenCount":10}}""", new() { Model = "g", InputTokens = 10, OutputTokens = 0 } },
        { "google", "default", """{"modelVersion":"g","usageMetadata":{"promptTokenCount":10,"trafficType":"ON_DEMAND"}}""", new() { Model = "g", InputTokens = 10, OutputTokens = 0, ServiceTier = "ON_DEMAND" } },
        { "google", "default", """{"modelVersion":"g","usageMetadata":{"promptTokenCount":10,"trafficType":"ON_DEMAND_PRIORITY"}}""", new() { Model = "g", InputTokens = 10, OutputTokens = 0, ServiceTier = "priority" } },
        { "google", "chat", Chat, Plain },

        {
            "aws", "default", """{"usage":{"inputTokens":3,"outputTokens":9,"cacheReadInputTokens":100,"cacheWriteInputTokens":50,"cacheDetails":[{"ttl":"5m","inputTokens":20},{"ttl":"1h","inputTokens":30}]}}""",
            new() { InputTokens = 153, CachedInputTokens = 100, CacheWriteTokens = 50, CacheWrite1hTokens = 30, OutputTokens = 9 }
        },
        { "cohere", "default", """{"model":"m","usage":{"billed_units":{"input_tokens":10.0,"output_tokens":5},"tokens":{"input_tokens":99,"output_tokens":99}}}""", Plain },
        { "cohere", "tokens", """{"model":"m","usage":{"billed_units":{"input_tokens":1},"tokens":{"input_tokens":10,"output_tokens":5},"cached_tokens":3}}""", Plain with { CachedInputTokens = 3 } },
        { "mistral", "default", Chat, Plain },
        { "unheard-of", "default", Chat, Plain },
        { "unheard-of", "default", Messages, Plain },

        { "openai", "embeddings", """{"model":"m","usage":{"prompt_tokens":10,"total_tokens":10}}""", Plain with { OutputTokens = 0 } },
        { "cohere", "embeddings", """{"meta":{"billed_units":{"input_tokens":10}}}""", new() { InputTokens = 10, OutputTokens = 0 } },

        // Whole numbers however they are written; a part of a token is one.
        { "openai", "chat", """{"model":"m","usage":{"prompt_tokens":1e1,"completion_tokens":5.00}}""", Plain },
        { "openai", "chat", """{"model":"m","usage":{"prompt_tokens":9.2,"completion_tokens":4.000001}}""", Plain },
        { "openai", "chat", """{"model":"m","usage":{"prompt_tokens":1000000000,"completion_tokens":0}}""", new() { Model = "m", InputTokens = 1_000_000_000, OutputTokens = 0 } },
    };

    /// <summary>Answers that do not say what they used, or say something impossible.</summary>
    public static TheoryData<string, string> Nothing => new()
    {
        { "chat", "null" },
        { "chat", "[]" },
        { "chat", "{}" },
        { "chat", """{"usage":null}""" },
        { "chat", """{"usage":[]}""" },
        { "chat", """{"usage":{}}""" },
        { "chat", """{"usage":{"prompt_tokens":10}}""" },
        { "chat", """{"usage":{"completion_tokens":10}}""" },
        { "chat", """{"usage":{"prompt_tokens":null,"completion_tokens":10}}""" },
        { "chat", """{"usage":{"prompt_tokens":"10","completion_tokens":10}}""" },
        { "chat", """{"usage":{"prompt_tokens":-1,"completion_tokens":10}}""" },
        { "chat", """{"usage":{"prompt_tokens":1000000001,"completion_tokens":10}}""" },
        { "chat", """{"usage":{"prompt_tokens":1e300,"completion_tokens":10}}""" },
        { "chat", """{"usage":{"prompt_tokens":10,"completion_tokens":10,"prompt_tokens_details":{"cache_write_tokens":"many"}}}""" },
        { "chat", """{"usage":{"prompt_tokens":10,"completion_tokens":10,"prompt_tokens_details":{"audio_tokens":-5}}}""" },
        { "responses", """{"usage":{"prompt_tokens":10,"completion_tokens":10}}""" },
        { "responses", """{"usage":{"input_tokens":10}}""" },
        { "anthropic", """{"usage":{"input_tokens":10}}""" },
        { "anthropic", """{"usage":{"output_tokens":10}}""" },
        { "anthropic", """{"usage":{"input_tokens":10,"output_tokens":10,"cache_creation_input_tokens":true}}""" },
        { "anthropic", """{"usage":{"input_tokens":10,"output_tokens":10,"iterations":[{"type":"compaction","input_tokens":-1,"output_tokens":1}]}}""" },
        { "default", """{"usageMetadata":{}}""" },
        { "default", """{"usageMetadata":{"totalTokenCount":10}}""" },
        { "default", """{"usage":{"inputTokens":10}}""" },
        { "embeddings", """{"usage":{"total_tokens":10}}""" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Read_OfAnAnswer_HasItsCounts(string provider, string flavor, string answer, AIUsage expected)
    {
        using var json = JsonDocument.Parse(answer);

        var usage = AIUsage.Read(provider, flavor, json.RootElement);

        (usage! with { Beside = expected.Beside }).Should().Be(expected);
        usage.Beside.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public void Read_OfAnAnswerThatDoesNotSayWhatItUsed_IsNothing(string flavor, string answer)
    {
        using var json = JsonDocument.Parse(answer);

        AIUsage.Read("openai", flavor, json.RootElement).Should().BeNull();
    }

    [Fact]
    public void Read_OfNoJson_IsNothing() => AIUsage.Read("openai", "default", default).Should().BeNull();

    [Fact]
    public void Read_OfAnAnswerWithIterations_HasWhatIsNotInItsCountsBeside()
    {
        // As Anthropic answered: the counts are those of the messages.
        using var json = JsonDocument.Parse("""
            {"model":"claude-sonnet-5","usage":{"input_tokens":2390,"output_tokens":121,"iterations":[
             {"type":"message","input_tokens":1128,"output_tokens":110},
             {"type":"advisor_message","model":"claude-opus-4-8","input_tokens":2518,"output_tokens":22,"cache_read_input_tokens":7},
             {"type":"compaction","input_tokens":100,"output_tokens":82,"cache_creation_input_tokens":55096},
             {"type":"message","input_tokens":1262,"output_tokens":11}]}}
            """);

        var usage = AIUsage.Read("anthropic", "default", json.RootElement)!;

        (usage.InputTokens, usage.OutputTokens).Should().Be((2_390L, 121L));
        usage.Beside.Select(beside => beside with { Beside = usage.Beside }).Should().Equal(
            new AIUsage { Model = "claude-opus-4-8", InputTokens = 2_525, CachedInputTokens = 7, OutputTokens = 22, Beside = usage.Beside },
            new AIUsage { InputTokens = 55_196, CacheWriteTokens = 55_096, OutputTokens = 82, Beside = usage.Beside });
    }

    [Fact]
    public void Read_WithWrongArguments_IsRefused()
    {
        FluentActions.Invoking(() => AIUsage.Read(null!, "chat", default)).Should().Throw<ArgumentNullException>().WithParameterName("provider");
        FluentActions.Invoking(() => AIUsage.Read("openai", null!, default)).Should().Throw<ArgumentNullException>().WithParameterName("flavor");
        FluentActions.Invoking(() => AIUsage.Read("openai", "Chat", default)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("flavor");
    }

    [Theory]
    [InlineData(10L, 5L, 20L, 10L)]
    [InlineData(10L, 5L, 15L, 5L)]
    [InlineData(10L, 5L, 14L, 5L)]
    [InlineData(10L, 5L, null, 5L)]
    [InlineData(null, 5L, 20L, 5L)]
    [InlineData(10L, null, 20L, null)]
    public void WithUncountedOutput_WhereTheTotalIsMore_CountsTheRestAsOutput(long? input, long? output, long? total, long? expected) =>
        new AIUsage { InputTokens = input, OutputTokens = output, TotalTokens = total }.WithUncountedOutput().OutputTokens.Should().Be(expected);
}
