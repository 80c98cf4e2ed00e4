using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

#pragma warning disable MEAI001 // Responses in the background may still change: see AsksForBackground.

namespace BudgetEnforcement.AI;

/// <summary>
/// A request as it was when its call began. The caller may change the list of messages and the options while the call waits for room, so the client
/// bounds and sends these copies.
/// </summary>
internal sealed class ChatRequest
{
    private ChatRequest(IReadOnlyList<ChatMessage> messages, ChatOptions? options, OwnRequest own, string? defaultModel)
    {
        (Messages, Options, Own) = (messages, options, own);
        var model = options?.ModelId ?? defaultModel;
        Model = own.Model ?? model;
        OtherModel = own.Model is null || own.Model == model ? null : model;
    }

    internal IReadOnlyList<ChatMessage> Messages { get; }

    internal ChatOptions? Options { get; }

    /// <summary>What the request has beside messages and options.</summary>
    internal OwnRequest Own { get; }

    /// <summary>The model that is asked for; null where neither the request nor the client names one.</summary>
    internal string? Model { get; }

    /// <summary>Another model that the request names; which of the two answers is for the client to say.</summary>
    internal string? OtherModel { get; }

    /// <summary>
    /// Copies a request, and reads what the user's factory makes for it. The client gets that object, and not one that the factory makes later.
    /// </summary>
    /// <exception cref="NotSupportedException">The answer would come in the background.</exception>
    internal static ChatRequest Of(IEnumerable<ChatMessage> messages, ChatOptions? options, string? defaultModel, IChatClient client)
    {
        ChatMessage[] copies = [.. messages];
        options = options?.Clone();
        if (options?.RawRepresentationFactory is not { } factory)
            return new(copies, options, OwnRequest.None, defaultModel);
        var made = factory(client);
        var own = OwnRequest.Of(made);
        if (own.IsInBackground)
            throw InBackground();
        options.RawRepresentationFactory = new OwnFactory<IChatClient>(factory, made, own).Make;
        return new(copies, options, own, defaultModel);
    }

    /// <exception cref="NotSupportedException">The answer would come in the background.</exception>
    internal static void ThrowIfInBackground(ChatOptions? options)
    {
        if (options is not null && AsksForBackground(options))
            throw InBackground();
    }

    /// <summary>A version of Microsoft.Extensions.AI that no longer has such options has nothing to refuse.</summary>
    private static bool AsksForBackground(ChatOptions options)
    {
        try
        {
            return HasBackgroundOption(options);
        }
        catch (MissingMethodException)
        {
            return false;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // The compiler of a method looks for the options, so that it is their reader that fails.
    private static bool HasBackgroundOption(ChatOptions options) => options is { AllowBackgroundResponses: true } or { ContinuationToken: not null };

    /// <summary>The options to send, with the cap of the answer.</summary>
    internal ChatOptions OptionsWithCap(int cap)
    {
        var capped = Options ?? new ChatOptions();
        capped.MaxOutputTokens = cap;
        return capped;
    }

    private static NotSupportedException InBackground() => new(
        "A response in the background goes on, and costs, when its call has ended, so a budget cannot tell what it cost. The call was not made: leave "
        + "ChatOptions.AllowBackgroundResponses and ContinuationToken unset, or make it with a client that is under no budget and record its cost with AddCost.");
}
