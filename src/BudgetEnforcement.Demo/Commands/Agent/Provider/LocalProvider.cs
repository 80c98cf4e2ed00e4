using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.Demo.Commands.Agent.Provider;

/// <summary>
/// A provider inside this process. It bills each request by its tokens, keeps the bill, reads the beginning of a prompt that it has seen
/// before from its cache, and keeps the cap of an answer.
/// </summary>
/// <param name="model">The model that it offers, at its price.</param>
/// <param name="answer">What the model says in a conversation.</param>
/// <param name="clock">When a request is made.</param>
internal sealed class LocalProvider(PricedModel model, Func<IReadOnlyList<ChatMessage>, ChatMessage> answer, TimeProvider clock) : IChatClient
{
    // A shorter prompt is not worth a place in a cache, and a cache keeps whole blocks.
    private const int LeastCached = 1_024;
    private const int BlockOfCache = 128;

    private readonly PriceList _prices = new(model.Price);
    private IReadOnlyList<ChatMessage> _cachedMessages = [];
    private long _cachedInput;

    /// <summary>The sum that it has billed so far.</summary>
    internal decimal Bill { get; private set; }

    /// <summary>How many times its list prices it bills; 1 by default.</summary>
    internal decimal Increase { get; set; } = 1m;

    /// <summary>Called with the cost of each request that it bills, before the answer.</summary>
    internal Action<decimal>? OnBilled { get; init; }

    /// <summary>How long an answer takes.</summary>
    internal TimeSpan Latency { get; init; }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ChatMessage> conversation = [.. messages];
        var input = Tokens.Of(options?.Tools ?? []) + Tokens.Of(conversation);
        var cached = TakeFromCache(conversation, input);
        var message = answer(conversation);
        var output = Tokens.Of(message);
        var isCutOff = output > options?.MaxOutputTokens;
        if (isCutOff)
            (message, output) = (new ChatMessage(ChatRole.Assistant, []), options!.MaxOutputTokens!.Value);

        // The provider works from here on, and bills that even if no caller waits for the answer any more.
        var cost = Increase * _prices.CostOf(input, cached, output, clock.GetUtcNow());
        Bill += cost;
        OnBilled?.Invoke(cost);
        await Task.Delay(Latency, clock, cancellationToken).ConfigureAwait(false);
        return new ChatResponse(message)
        {
            ModelId = model.Name,
            FinishReason = isCutOff ? ChatFinishReason.Length
                : message.Contents.Any(content => content is FunctionCallContent) ? ChatFinishReason.ToolCalls
                : ChatFinishReason.Stop,
            Usage = new UsageDetails
            {
                InputTokenCount = input,
                CachedInputTokenCount = cached,
                OutputTokenCount = output,
                TotalTokenCount = input + output,
            },
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in response.ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(model.Provider, providerUri: null, model.Name)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // It holds nothing but its bill.
    }

    private long TakeFromCache(IReadOnlyList<ChatMessage> conversation, long input)
    {
        var goesOn = _cachedMessages.Count > 0 && conversation.Take(_cachedMessages.Count).SequenceEqual(_cachedMessages);
        var known = goesOn && _cachedInput >= LeastCached ? _cachedInput / BlockOfCache * BlockOfCache : 0;
        (_cachedMessages, _cachedInput) = (conversation, input);
        return known;
    }
}
