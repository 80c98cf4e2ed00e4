using BudgetEnforcement.AI;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.Benchmarks;

/// <summary>A client that answers at once, so that what is around it can be measured.</summary>
internal sealed class AtOnceClient : IChatClient
{
    internal const string Model = "at-once";

    internal static ModelPrice Price { get; } = new(new TokenRates { Input = 0.000001m, Output = 0.000001m }) { InputLimit = 2_000_000, OutputLimit = 16_000, Reasons = false };

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "short"))
        {
            ModelId = Model,
            Usage = new UsageDetails { InputTokenCount = 1_000_000, OutputTokenCount = 200, TotalTokenCount = 1_000_200 },
        });

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("fake", null, Model) : null;

    public void Dispose()
    {
    }
}
