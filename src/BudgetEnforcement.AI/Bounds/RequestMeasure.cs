using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>Measures the input of a request, part by part, and finds out how much of it was reported before.</summary>
internal sealed class RequestMeasure(ContentMeasure contents, Conversations conversations)
{
    // What providers add unasked: prompts of their own for tools and formats.
    private const int AddedByProvider = 512;
    private const long Unknown = -1;

    internal MeasuredRequest Measure(string? model, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var fingerprint = Fingerprint.New;
        var fixedSize = MeasureOptions(model, options, ref fingerprint);
        var kept = options?.ConversationId is { } id ? FindConversation(id) : null;

        var total = fixedSize;
        var sinceReported = default(InputSize);
        Conversations.Reported? reported = null;
        foreach (var message in messages)
        {
            var size = MeasureMessage(message, ref fingerprint);
            total.Add(size);
            sinceReported.Add(size);
            if (options?.ConversationId is null && conversations.TryFind(fingerprint.Value, out var found))
                (reported, sinceReported) = (found, default);
        }

        var kinds = total.Kinds;
        var tokens = Unknown;
        if (options?.ConversationId is not null)
        {
            // The provider has the conversation so far, the answer included. What is sent now comes on top.
            if (kept is { } before && !total.IsUnbounded)
                tokens = before.InputTokens + before.OutputTokens + total.Tokens;
            kinds |= AIKinds.InputAudio | AIKinds.InputImage;
        }
        else if (reported is { } last && !sinceReported.IsUnbounded)
        {
            tokens = last.InputTokens + sinceReported.Tokens + (sinceReported.HasHiddenReasoning ? last.OutputTokens : 0);
        }
        else if (!total.IsUnbounded && !total.HasHiddenReasoning)
        {
            tokens = total.Tokens + AddedByProvider;
        }

        return new MeasuredRequest(tokens == Unknown ? null : tokens, kinds, fingerprint.Value);
    }

    /// <summary>Notes what was reported for a request, for the next one of the conversation.</summary>
    internal void Remember(in MeasuredRequest request, string? conversationId, AIUsage usage)
    {
        if (usage is not { InputTokens: { } input, OutputTokens: { } output })
            return;
        var reported = new Conversations.Reported(input, output);
        conversations.Remember(request.Fingerprint, reported);
        if (conversationId is not null)
            conversations.Remember(FingerprintOf(conversationId), reported);
    }

    private static InputSize MeasureOptions(string? model, ChatOptions? options, ref Fingerprint fingerprint)
    {
        var size = default(InputSize);
        fingerprint.Add(model);
        if (options is null)
            return size;

        ContentMeasure.AddText(options.Instructions, ref size, ref fingerprint);
        size.Tokens += ContentMeasure.AroundMessage;
        if (options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } format)
        {
            ContentMeasure.AddText(format.SchemaName, ref size, ref fingerprint);
            ContentMeasure.AddText(format.SchemaDescription, ref size, ref fingerprint);
            if (JsonBytes.Of(schema, ref fingerprint) is { } bytes)
                size.Tokens += bytes * 2;
            else
                size.IsUnbounded = true;
        }

        foreach (var tool in options.Tools ?? [])
            ToolMeasure.Measure(tool, ref size, ref fingerprint);
        fingerprint.Add(options.ToolMode?.GetType().Name);
        fingerprint.Add((options.ToolMode as RequiredChatToolMode)?.RequiredFunctionName);
        fingerprint.Add((ulong)(options.Reasoning?.Effort is { } effort ? (int)effort + 1 : 0));
        fingerprint.Add(options.RawRepresentationFactory is null ? 0UL : 1);
        return size;
    }

    private InputSize MeasureMessage(ChatMessage message, ref Fingerprint fingerprint)
    {
        var size = new InputSize { Tokens = ContentMeasure.AroundMessage };
        fingerprint.Add(message.Role.Value);
        ContentMeasure.AddText(message.AuthorName, ref size, ref fingerprint);
        foreach (var content in message.Contents)
        {
            fingerprint.Add(content.GetType().Name);
            contents.Measure(content, ref size, ref fingerprint);
        }

        return size;
    }

    private Conversations.Reported? FindConversation(string id) => conversations.TryFind(FingerprintOf(id), out var reported) ? reported : null;

    private static ulong FingerprintOf(string conversationId)
    {
        var fingerprint = Fingerprint.New;
        fingerprint.Add("conversation");
        fingerprint.Add(conversationId);
        return fingerprint.Value;
    }
}
