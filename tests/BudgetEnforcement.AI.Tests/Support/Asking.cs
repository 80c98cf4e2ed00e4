using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Support;

/// <summary>Calls that end when the test is cancelled.</summary>
internal static class Asking
{
    internal static Task<ChatResponse> Ask(this IChatClient client, string text, ChatOptions? options = null) =>
        client.GetResponseAsync(text, options, TestContext.Current.CancellationToken);

    internal static Task<ChatResponse> Ask(this IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options = null) =>
        client.GetResponseAsync(messages, options, TestContext.Current.CancellationToken);

    internal static IAsyncEnumerable<ChatResponseUpdate> Stream(this IChatClient client, string text, ChatOptions? options = null) =>
        client.GetStreamingResponseAsync(text, options, TestContext.Current.CancellationToken);

    internal static async Task<List<ChatResponseUpdate>> ReadAll(this IAsyncEnumerable<ChatResponseUpdate> stream)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in stream)
            updates.Add(update);
        return updates;
    }
}
