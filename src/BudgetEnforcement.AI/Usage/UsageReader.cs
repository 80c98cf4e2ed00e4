using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Reads the counts of an answer, in the forms that providers write them.</summary>
internal static class UsageReader
{
    internal static AIUsage? Read(string provider, string flavor, JsonElement json) => flavor switch
    {
        "chat" => ReadChat(json),
        _ => throw new ArgumentOutOfRangeException(nameof(flavor), flavor, "Not a form of answers that is known."),
    };

    private static AIUsage? ReadChat(JsonElement json) =>
        json.TryGetProperty("usage", out var usage) && usage.TryGetProperty("prompt_tokens", out var input) && usage.TryGetProperty("completion_tokens", out var output)
            ? new AIUsage { InputTokens = input.GetInt64(), OutputTokens = output.GetInt64() }
            : null;
}
