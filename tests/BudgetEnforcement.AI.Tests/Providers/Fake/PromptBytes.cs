using System.Text;
using System.Text.Json;

namespace BudgetEnforcement.AI.Tests.Providers.Fake;

/// <summary>
/// Counts a prompt as dearly as a tokenizer can: a token for each byte of the text, normalized or not, of the JSON of tools as it came, and
/// some around each message.
/// </summary>
internal static class PromptBytes
{
    private const int AroundMessage = 12;
    private const int OfImage = 1_445;

    // Parts of a request that are never put before a model.
    private static readonly string[] NotInThePrompt =
        ["model", "stream", "stream_options", "max_tokens", "max_completion_tokens", "max_output_tokens", "temperature", "tool_choice", "store", "reasoning_effort", "service_tier", "previous_response_id", "include"];

    /// <param name="request">The request.</param>
    /// <returns>The bytes of what belongs to this request only, and those of the conversation.</returns>
    internal static (long OfRequest, long OfConversation) Of(JsonElement request)
    {
        var (ofRequest, ofConversation) = (0L, 0L);
        foreach (var property in request.EnumerateObject())
        {
            if (NotInThePrompt.Contains(property.Name))
                continue;
            var bytes = property.Name is "tools" or "response_format" or "text" or "output_config" ? property.Value.GetRawText().Length : OfValue(property.Value);
            if (property.Name is "input" or "messages")
                ofConversation += bytes;
            else
                ofRequest += bytes;
        }

        return (ofRequest, ofConversation);
    }

    private static long OfValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => OfText(value.GetString()!),
        JsonValueKind.Array => value.EnumerateArray().Sum(OfValue),
        JsonValueKind.Object when value.TryGetProperty("type", out var type) && type.GetString() is "image_url" or "input_image" or "image" => OfImage,
        JsonValueKind.Object when value.TryGetProperty("type", out var type) && type.GetString() is "tool_use" => OfText(value.GetProperty("name").GetString()!) + value.GetProperty("input").GetRawText().Length,
        JsonValueKind.Object => (value.TryGetProperty("role", out _) ? AroundMessage : 0) + value.EnumerateObject().Where(it => it.Name is not ("type" or "id" or "status")).Sum(it => OfValue(it.Value)),
        _ => 0,
    };

    private static long OfText(string text) => Math.Max(Encoding.UTF8.GetByteCount(text), Encoding.UTF8.GetByteCount(text.Normalize(NormalizationForm.FormKC)));
}
