using System.Collections.Frozen;
using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>What the parts of a request mean for what it can cost: those of Chat Completions, Responses, Messages and Embeddings.</summary>
internal static class OwnParts
{
    // What adapters and providers write around a tool or a message.
    private const int AroundItem = 160;
    private const int GrowthPercent = 125;

    private const int Brackets = 2;
    private const int Separator = 4; // A comma, a colon and two quotation marks.
    private const int MostBytesOfLetter = 6; // As an escape.

    private static readonly FrozenDictionary<string, Kind> Known = new Dictionary<string, Kind>
    {
        ["model"] = Kind.Model,
        ["max_tokens"] = Kind.Cap,
        ["max_completion_tokens"] = Kind.Cap,
        ["max_output_tokens"] = Kind.Cap,
        ["reasoning"] = Kind.Reasoning,
        ["reasoning_effort"] = Kind.Reasoning,
        ["thinking"] = Kind.Reasoning,
        ["messages"] = Kind.Text,
        ["input"] = Kind.Text,
        ["system"] = Kind.Text,
        ["instructions"] = Kind.Text,
        ["response_format"] = Kind.Schema,
        ["text"] = Kind.Schema,
        ["output_config"] = Kind.Schema,
        ["tools"] = Kind.Tools,
        ["functions"] = Kind.Tools,
        ["web_search_options"] = Kind.Hosted,
        ["mcp_servers"] = Kind.Hosted,
        ["previous_response_id"] = Kind.Reference,
        ["conversation"] = Kind.Reference,
        ["n"] = Kind.Choices,
        ["best_of"] = Kind.Choices,
        ["service_tier"] = Kind.Tier,
        ["speed"] = Kind.Tier,
        ["inference_geo"] = Kind.Tier,
        ["background"] = Kind.Background,
    }.Concat(Harmless.Select(name => KeyValuePair.Create(name, Kind.Harmless))).ToFrozenDictionary(StringComparer.Ordinal);

    // Types of texts and calls of functions, within messages.
    private static readonly FrozenSet<string> TypesOfText = new[]
    {
        "text", "input_text", "output_text", "refusal", "message", "function_call", "function_call_output", "tool_use", "tool_result", "ephemeral",
    }.ToFrozenSet(StringComparer.Ordinal);

    internal enum Kind
    {
        Unknown,
        Harmless,
        Model,
        Cap,
        Reasoning,
        Text,
        Schema,
        Tools,
        Hosted,
        Reference,
        Choices,
        Tier,
        Background,
    }

    // Parts that add neither to the input nor to what the cap bounds.
    private static string[] Harmless =>
    [
        "temperature", "top_p", "top_k", "min_p", "frequency_penalty", "presence_penalty", "logit_bias", "logprobs", "top_logprobs", "seed", "stop", "stop_sequences",
        "user", "metadata", "store", "include", "truncation", "tool_choice", "function_call", "parallel_tool_calls", "stream", "stream_options", "verbosity", "modalities",
        "audio", "prompt_cache_key", "prompt_cache_retention", "safety_identifier", "cache_control", "user_profile_id", "dimensions", "encoding_format",
    ];

    internal static Kind KindOf(string name) => Known.GetValueOrDefault(name, Kind.Unknown);

    /// <summary>The most tokens of a part: as it is written, or as its texts are read, whichever is more.</summary>
    internal static long MostTokensOf(JsonElement value) =>
        (BytesOf(value) * GrowthPercent / 100) + (value.ValueKind == JsonValueKind.Array ? (long)AroundItem * value.GetArrayLength() : AroundItem);

    /// <summary>Whether something in it is a picture, a file or the like, whose bytes say little of its tokens, or refers to something elsewhere.</summary>
    internal static bool HasMoreThanText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(HasMoreThanText),
        JsonValueKind.Object => (Json.Text(value, "type") is { } type && !TypesOfText.Contains(type)) || value.EnumerateObject().Any(part => HasMoreThanText(part.Value)),
        _ => false,
    };

    /// <summary>Whether the provider runs one of the tools itself.</summary>
    internal static bool HasHostedTools(JsonElement tools) =>
        tools.ValueKind != JsonValueKind.Array || tools.EnumerateArray().Any(tool => Json.Text(tool, "type") is not (null or "function" or "custom"));

    private static long BytesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Math.Max(TextBytes.Of(value.GetRawText()), TextBytes.Of(value.GetString())),
        JsonValueKind.Array => Brackets + value.EnumerateArray().Sum(item => BytesOf(item) + Separator),
        JsonValueKind.Object => Brackets + value.EnumerateObject().Sum(part => (part.Name.Length * MostBytesOfLetter) + BytesOf(part.Value) + Separator),
        _ => value.GetRawText().Length,
    };
}
