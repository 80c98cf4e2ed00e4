using Microsoft.Extensions.AI;

#pragma warning disable MEAI001 // Responses in the background may still change; where they are gone, there is nothing to refuse.

namespace BudgetEnforcement.AI;

/// <summary>
/// A request as it was when its call began. The caller may change the list of messages and the options while the call waits for room, so what is
/// bounded and what is sent are these copies.
/// </summary>
internal sealed class ChatRequest
{
    private ChatRequest(IReadOnlyList<ChatMessage> messages, ChatOptions? options, string? model) =>
        (Messages, Options, Model) = (messages, options, model);

    internal IReadOnlyList<ChatMessage> Messages { get; }

    internal ChatOptions? Options { get; }

    /// <summary>The model that is asked for; null where neither the request nor the client names one.</summary>
    internal string? Model { get; }

    internal static ChatRequest Of(IEnumerable<ChatMessage> messages, ChatOptions? options, string? defaultModel) =>
        new((ChatMessage[])[.. messages], options?.Clone(), options?.ModelId ?? defaultModel);

    /// <exception cref="NotSupportedException">The answer would come in the background.</exception>
    internal static void ThrowIfInBackground(ChatOptions? options)
    {
        if (options is { AllowBackgroundResponses: true } or { ContinuationToken: not null })
            throw InBackground();
    }

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
