using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Embeddings, whose output is not counted in tokens.</summary>
internal static class EmbeddingsUsage
{
    internal static AIUsage? Read(string provider, JsonElement json, UsageCounts counts)
    {
        var input = provider == "cohere"
            ? counts.Read(Json.Object(json, "meta"), "billed_units", "input_tokens")
            : counts.Read(Json.Object(json, "usage"), "prompt_tokens");
        return input is null ? null : new AIUsage { InputTokens = input, OutputTokens = 0 };
    }
}
