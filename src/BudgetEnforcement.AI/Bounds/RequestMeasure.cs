using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>Measures the input of a request, part by part, and finds out how much of it was reported before.</summary>
internal sealed class RequestMeasure(ContentMeasure contents, Conversations conversations)
{
    // Text has four bytes a token. Clients that leave cached tokens out of the input report far fewer.
    private const int MostBytesOfToken = 16;

    // What providers add unasked: prompts of their own for tools and formats.
    private const int AddedByProvider = 512;

    internal MeasuredRequest Measure(string? model, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var fingerprint = Fingerprint.New;
        var total = MeasureOptions(model, options, ref fingerprint);
        var optionsFingerprint = fingerprint.Value;
        var isKeptByProvider = options?.ConversationId is not null;
        var added = default(InputSize);
        Conversations.Reported? reported = null;
        foreach (var message in messages)
        {
            var size = MeasureMessage(message, ref fingerprint);
            total.Add(size);
            added.Add(size);
            if (!isKeptByProvider && conversations.TryFind(fingerprint.Value, out var found) && IsCredible(found, total))
                (reported, added) = (found, default);
        }

        if (isKeptByProvider)
        {
            var (tokens, kinds) = (OfKept(options!.ConversationId!, optionsFingerprint, total, added), total.Kinds | AIKinds.InputAudio | AIKinds.InputImage);
            return new MeasuredRequest(tokens, kinds, fingerprint.Value, optionsFingerprint);
        }

        return new MeasuredRequest(OfSent(reported, total, added), total.Kinds, fingerprint.Value, optionsFingerprint);
    }

    /// <summary>Notes what was reported for a request, for the next one of the conversation.</summary>
    internal void Remember(in MeasuredRequest request, string? conversationId, AIUsage usage)
    {
        if (usage is not { InputTokens: { } input, OutputTokens: { } output })
            return;
        var reported = new Conversations.Reported(input, output, request.OptionsFingerprint);
        conversations.Remember(request.Fingerprint, reported);
        if (conversationId is not null)
            conversations.Remember(FingerprintOf(conversationId), reported);
    }

    private static bool IsCredible(Conversations.Reported reported, in InputSize size) =>
        reported.InputTokens >= (size.Tokens - size.MediaTokens) / MostBytesOfToken;

    /// <summary>The input of a conversation that the request has in it: what was reported for its beginning, and what was added.</summary>
    private static long? OfSent(Conversations.Reported? reported, in InputSize total, in InputSize added)
    {
        if (reported is { } last && !added.IsUnbounded)
            return last.InputTokens + added.Tokens + (added.HasHiddenReasoning ? last.OutputTokens : 0);
        return total.IsUnbounded || total.HasHiddenReasoning ? null : total.Tokens + AddedByProvider;
    }

    /// <summary>
    /// The input of a conversation that the provider keeps, its last answer included: what is sent now comes on top, and tools and
    /// instructions only where they are others.
    /// </summary>
    private long? OfKept(string id, ulong optionsFingerprint, in InputSize total, in InputSize sent)
    {
        if (!conversations.TryFind(FingerprintOf(id), out var last) || total.IsUnbounded)
            return null;
        return last.InputTokens + last.OutputTokens + (last.OptionsFingerprint == optionsFingerprint ? sent.Tokens : total.Tokens);
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

    private static ulong FingerprintOf(string conversationId)
    {
        var fingerprint = Fingerprint.New;
        fingerprint.Add("conversation");
        fingerprint.Add(conversationId);
        return fingerprint.Value;
    }
}
