using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Cohere, which says apart what it bills.</summary>
internal static class CohereUsage
{
    internal static AIUsage? Read(JsonElement? usage, UsageCounts counts)
    {
        var billed = Json.Object(usage, "billed_units");
        return counts.Read(billed, "input_tokens") is { } input && counts.Read(billed, "output_tokens") is { } output
            ? new AIUsage { InputTokens = input, OutputTokens = output }
            : null;
    }

    /// <summary>All that the model was given and made, also what is not billed.</summary>
    internal static AIUsage? ReadTokens(JsonElement? usage, UsageCounts counts)
    {
        var tokens = Json.Object(usage, "tokens");
        return counts.Read(tokens, "input_tokens") is { } input && counts.Read(tokens, "output_tokens") is { } output
            ? new AIUsage { InputTokens = input, OutputTokens = output, CachedInputTokens = counts.Read(usage, "cached_tokens") }
            : null;
    }
}
