using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>Measures the input of a request, part by part, and finds out how much of it was reported before.</summary>
internal sealed class RequestMeasure(ContentMeasure contents)
{
    // Text has about four bytes a token. Clients that leave cached tokens out of the input report far fewer. So a report of fewer than one token for
    // this many bytes does not count as one of the whole input.
    private const int BytesOfTokenInLeastReport = 16;

    // Tokens that providers add unasked: prompts of their own for tools and formats.
    private const int AddedByProvider = 512;

    private readonly Conversations _sent = new();
    private readonly KeptConversations _kept = new();

    internal MeasuredRequest Measure(string? model, IReadOnlyList<ChatMessage> messages, ChatOptions? options, OwnRequest? own = null)
    {
        var fingerprint = Fingerprint.New;
        var total = MeasureOptions(model, options, ref fingerprint);
        AddOwn(own ?? OwnRequest.None, ref total, ref fingerprint);
        var optionsFingerprint = fingerprint.Value;
        ulong? keptId = options?.ConversationId is { } id ? FingerprintOf(id) : null;
        var added = default(InputSize);
        var isAnswerOver = false;
        Conversations.Reported? reported = null;
        foreach (var message in messages)
        {
            var size = MeasureMessage(message, ref fingerprint);

            // A report bounds the reasoning of the answer that follows it, and not that of a later one.
            size.IsUnbounded |= isAnswerOver && size.HasHiddenReasoning;
            isAnswerOver |= message.Role != ChatRole.Assistant;
            total.Add(size);
            added.Add(size);
            if (keptId is null && _sent.TryFind(fingerprint.Value, out var found) && found.InputTokens >= LeastTokensOf(total))
                (reported, added, isAnswerOver) = (found, default, false);
        }

        var measured = new MeasuredRequest(null, LeastTokensOf(total), total.Kinds, fingerprint.Value, optionsFingerprint, keptId, null);
        if (own is { HasUnboundedInput: true })
            return measured;
        return keptId is { } kept
            ? WithKept(measured, _kept.Find(kept), total, added)
            : measured with { InputTokens = OfSent(reported, total, added) };
    }

    /// <summary>Notes that a request is made.</summary>
    /// <returns>Whether it may be made; false where its bound is made from a report that no longer counts.</returns>
    internal bool TryBegin(in MeasuredRequest request) => request.KeptId is not { } kept || _kept.TryBegin(kept, request.Kept);

    /// <summary>Notes that a request that was begun was not billed, so it has added nothing to a conversation.</summary>
    internal void EndUnbilled(in MeasuredRequest request)
    {
        if (request.KeptId is { } kept)
            _kept.End(kept, hasAdded: false, reported: null);
    }

    /// <summary>Notes how a request has ended, for the next one of the conversation.</summary>
    /// <param name="request">The request.</param>
    /// <param name="answeredIn">The conversation that its answer names.</param>
    /// <param name="usage">What was reported for it; null where nothing was.</param>
    internal void End(in MeasuredRequest request, string? answeredIn, AIUsage? usage)
    {
        ulong? answered = answeredIn is null ? null : FingerprintOf(answeredIn);
        Conversations.Reported? reported = null;
        if (usage is { InputTokens: { } input, OutputTokens: { } output } && UsageRules.IsReadable(usage))
        {
            // A conversation that is kept does not become smaller. A client that says so leaves out what came from the cache.
            var all = Math.Max(input, request.Kept?.InputTokens ?? 0);
            if (all >= request.LeastTokens)
                reported = new Conversations.Reported(all, output, request.OptionsFingerprint);
        }

        if (request.KeptId is { } kept)
            _kept.End(kept, hasAdded: answered is null || answered == kept, answered == kept ? reported : null);
        else if (reported is { } sent)
            _sent.Remember(request.Fingerprint, sent);
        if (answered is { } next && next != request.KeptId && reported is { } last)
            _kept.Remember(next, last);
    }

    private static long LeastTokensOf(in InputSize size) => (size.Tokens - size.MediaTokens) / BytesOfTokenInLeastReport;

    /// <summary>The input of a request that contains its whole conversation: what was reported for its beginning, and what was added.</summary>
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
    private static MeasuredRequest WithKept(in MeasuredRequest measured, Conversations.Reported? kept, in InputSize total, in InputSize sent)
    {
        var kinds = total.Kinds | AIKinds.InputAudio | AIKinds.InputImage;
        if (kept is not { } last || total.IsUnbounded || total.HasHiddenReasoning)
            return measured with { Kinds = kinds };
        var added = last.OptionsFingerprint == measured.OptionsFingerprint ? sent.Tokens : total.Tokens + AddedByProvider;
        return measured with { InputTokens = last.InputTokens + last.OutputTokens + added, Kinds = kinds, Kept = kept };
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
        ContentMeasure.AddProperties(options.AdditionalProperties, ref fingerprint);
        fingerprint.Add(options.ToolMode?.GetType().Name);
        fingerprint.Add((options.ToolMode as RequiredChatToolMode)?.RequiredFunctionName);
        fingerprint.Add((ulong)(options.Reasoning?.Effort is { } effort ? (int)effort + 1 : 0));
        return size;
    }

    private static void AddOwn(OwnRequest own, ref InputSize size, ref Fingerprint fingerprint)
    {
        size.Tokens += own.InputTokens;
        fingerprint.Add(own.Fingerprint);
    }

    private InputSize MeasureMessage(ChatMessage message, ref Fingerprint fingerprint)
    {
        var size = new InputSize { Tokens = ContentMeasure.AroundMessage };
        fingerprint.Add(message.Role.Value);
        ContentMeasure.AddText(message.AuthorName, ref size, ref fingerprint);
        ContentMeasure.AddProperties(message.AdditionalProperties, ref fingerprint);
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
