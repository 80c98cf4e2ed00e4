using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>Measures the contents of messages: a rule for each kind.</summary>
/// <param name="rule">The user's rule for a content, in tokens; null where there is no such rule.</param>
internal sealed class ContentMeasure(Func<AIContent, long?>? rule)
{
    // What a provider writes around a part of a message: markers of roles and channels, the recipient of a call. Seen: up to 12 tokens.
    internal const int AroundMessage = 16;
    internal const int AroundContent = 8;

    // A picture in full detail: 36,835 tokens at most at the dearest of OpenAI (gpt-4o-mini), 5,000 at Anthropic, fewer at Google.
    private const int Image = 48_000;

    // Opus needs 750 bytes for a second of speech that can be understood, and providers make up to 32 tokens of a second.
    private const int BytesOfAudioToken = 8;

    internal void Measure(AIContent content, ref InputSize size, ref Fingerprint fingerprint)
    {
        size.Tokens += AroundContent;
        if (content.AdditionalProperties is { Count: > 0 })
            size.Kinds |= AIKinds.CacheWrite1h; // Where adapters look for a request to cache for an hour.
        AddProperties(content.AdditionalProperties, ref fingerprint);
        if (rule?.Invoke(content) is { } tokens)
        {
            tokens = Math.Max(0, tokens);
            size.Tokens += tokens;
            size.MediaTokens += tokens;
            size.Kinds |= KindOf(content);

            // The same content counts as the same only while the user says the same of it.
            fingerprint.Add((ulong)tokens);
            var ignored = default(InputSize);
            MeasureByKind(content, ref ignored, ref fingerprint);
            return;
        }

        MeasureByKind(content, ref size, ref fingerprint);
    }

    internal static void AddText(string? text, ref InputSize size, ref Fingerprint fingerprint)
    {
        fingerprint.Add(text);
        size.Tokens += TextBytes.Of(text);
    }

    /// <summary>Adds what adapters may look for beside the content: the detail of a picture, a request to cache.</summary>
    internal static void AddProperties(AdditionalPropertiesDictionary? properties, ref Fingerprint fingerprint)
    {
        if (properties is not { Count: > 0 })
            return;
        foreach (var (name, value) in properties)
        {
            fingerprint.Add(name);
            fingerprint.Add(value?.ToString());
        }
    }

    private void MeasureByKind(AIContent content, ref InputSize size, ref Fingerprint fingerprint)
    {
        switch (content)
        {
            case TextContent text:
                AddText(text.Text, ref size, ref fingerprint);
                break;
            case TextReasoningContent reasoning:
                AddText(reasoning.Text, ref size, ref fingerprint);
                AddText(reasoning.ProtectedData, ref size, ref fingerprint);
                size.HasHiddenReasoning |= string.IsNullOrEmpty(reasoning.ProtectedData) && reasoning.RawRepresentation is not null;
                break;
            case FunctionCallContent call:
                AddText(call.CallId, ref size, ref fingerprint);
                AddText(call.Name, ref size, ref fingerprint);
                AddJson(call.Arguments, ref size, ref fingerprint);
                break;
            case FunctionResultContent result:
                AddText(result.CallId, ref size, ref fingerprint);
                AddResult(result.Result, ref size, ref fingerprint);
                break;
            case ErrorContent error:
                AddText(error.Message, ref size, ref fingerprint);
                break;
            case UsageContent:
                break; // Adapters leave it out.
            case DataContent data:
                AddData(data, ref size, ref fingerprint);
                break;
            case UriContent uri:
                AddText(uri.Uri.OriginalString, ref size, ref fingerprint);
                fingerprint.Add(uri.MediaType);
                AddMedia(uri, uri.HasTopLevelMediaType("image") ? Image : null, ref size);
                break;
            default:
                fingerprint.Add((content as HostedFileContent)?.FileId);
                fingerprint.Add(Identity.Of(content));
                size.IsUnbounded = true;
                break;
        }
    }

    private static void AddJson(object? value, ref InputSize size, ref Fingerprint fingerprint)
    {
        if (value is null)
            return;
        if (JsonBytes.Of(value, ref fingerprint) is { } bytes)
            size.Tokens += bytes;
        else
            size.IsUnbounded = true;
    }

    private void AddResult(object? result, ref InputSize size, ref Fingerprint fingerprint)
    {
        switch (result)
        {
            case string text:
                AddText(text, ref size, ref fingerprint);
                break;
            case AIContent content:
                Measure(content, ref size, ref fingerprint);
                break;
            case IEnumerable<AIContent> contents:
                foreach (var content in contents)
                    Measure(content, ref size, ref fingerprint);
                break;
            default:
                AddJson(result, ref size, ref fingerprint);
                break;
        }
    }

    private static void AddData(DataContent data, ref InputSize size, ref Fingerprint fingerprint)
    {
        fingerprint.Add(data.Data.Span);
        fingerprint.Add(data.MediaType);
        AddText(data.Name, ref size, ref fingerprint);
        long? tokens =
            data.HasTopLevelMediaType("image") ? Image
            : data.HasTopLevelMediaType("audio") ? data.Data.Length / BytesOfAudioToken
            : data.HasTopLevelMediaType("text") ? 2L * data.Data.Length // As it is, or as base64.
            : null;
        AddMedia(data, tokens, ref size);
    }

    private static void AddMedia(AIContent content, long? tokens, ref InputSize size)
    {
        size.Tokens += tokens ?? 0;
        size.MediaTokens += tokens ?? 0;
        size.IsUnbounded |= tokens is null;
        size.Kinds |= KindOf(content);
    }

    private static AIKinds KindOf(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("text") => AIKinds.None,
        DataContent data when data.HasTopLevelMediaType("image") => AIKinds.InputImage,
        DataContent data when data.HasTopLevelMediaType("audio") => AIKinds.InputAudio,
        UriContent uri when uri.HasTopLevelMediaType("image") => AIKinds.InputImage,
        TextContent or TextReasoningContent or FunctionCallContent => AIKinds.None,
        _ => AIKinds.InputAudio | AIKinds.InputImage, // Pages of a document are read as images too.
    };
}
