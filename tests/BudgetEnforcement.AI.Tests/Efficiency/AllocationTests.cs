using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Efficiency;

public sealed class AllocationTests
{
    private const int Calls = 200;

    [Fact]
    public void Call_WithAPromptOfTenThousandLetters_AllocatesLittle()
    {
        using var inner = new AtOnce();
        using var client = ClientOf(inner);

        var with = BytesOf(client, 8_000);

        (with - BytesOf(inner, 8_000)).Should().BeInRange(1, 4096);
    }

    [Fact]
    public void Call_WithAPromptTenTimesAsLong_AllocatesNoMore()
    {
        using var inner = new AtOnce();
        using var client = ClientOf(inner);

        (BytesOf(client, 80_000) - BytesOf(client, 8_000)).Should().BeInRange(-256, 256);
    }

    [Fact]
    public void TextBytes_OfAscii_AllocatesNothing()
    {
        var text = new string('a', 100_000);
        TextBytes.Of(text);

        var before = GC.GetAllocatedBytesForCurrentThread();
        TextBytes.Of(text);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    private static IChatClient ClientOf(IChatClient inner) => new ChatClientBuilder(inner)
        .UseBudget(new BudgetEnforcer(1_000m), options => options.Prices = options.Prices.With(FakeModel.Name, FakeModel.Price))
        .Build();

    private static long BytesOf(IChatClient client, int letters)
    {
        List<ChatMessage> messages = [new(ChatRole.System, new string('s', 2_000)), new(ChatRole.User, new string('a', letters))];
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string what, int count) => what + count, "look_up")] };
        for (var i = 0; i < Calls; i++)
            Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
            Ask();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;

        void Ask() => client.Ask(messages, options).IsCompletedSuccessfully.Should().BeTrue("everything happens on this thread");
    }

    private sealed class AtOnce : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "short"))
            {
                ModelId = FakeModel.Name,
                Usage = new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 200 },
            });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("fake", null, FakeModel.Name) : null;

        public void Dispose()
        {
        }
    }
}
