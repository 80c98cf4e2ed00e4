using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Support;

/// <summary>
/// A model that bills as dearly as a provider may: each byte of the text is a token, and each message has some beside. It answers what the test
/// says.
/// </summary>
internal sealed class FakeModel(Bills bills) : IChatClient
{
    internal const string Name = "fake-1";
    internal const decimal InputRate = 1m;
    internal const decimal OutputRate = 10m;
    private const int AroundMessage = 4;
    private const decimal Million = 1_000_000m;

    internal static ModelPrice Price { get; } = new(new TokenRates { Input = InputRate, Output = OutputRate }) { InputLimit = 200_000, OutputLimit = 16_000, Reasons = false };

    /// <summary>How long the answer would be without a cap.</summary>
    internal int WantedOutput { get; set; } = 100;

    internal bool IgnoresCap { get; set; }

    internal bool Reports { get; set; } = true;

    /// <summary>What the call throws instead of an answer.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>Whether a call that throws is billed all the same.</summary>
    internal bool BillsFailures { get; set; }

    /// <summary>The model that the answer names.</summary>
    internal string AnswersAs { get; set; } = Name;

    internal decimal RateOfAnswer { get; set; } = OutputRate;

    internal Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatMessage>? Answer { get; set; }

    /// <summary>Runs between two parts of a stream, with the number of the next.</summary>
    internal Func<int, Task>? BetweenParts { get; set; }

    /// <summary>Changes an answer before it is returned.</summary>
    internal Action<ChatResponse>? Change { get; set; }

    internal List<ChatOptions?> Asked { get; } = [];

    internal int Parts { get; set; } = 4;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        var usage = Bill(messages, options, isReported: Reports && Failure is null);
        if (Failure is not null)
            throw Failure;
        var answer = Answer?.Invoke([.. messages], options) ?? new ChatMessage(ChatRole.Assistant, new string('x', (int)usage.OutputTokenCount!));
        var response = new ChatResponse(answer)
        {
            ModelId = AnswersAs,
            Usage = Reports ? usage : null,
            FinishReason = usage.OutputTokenCount < WantedOutput ? ChatFinishReason.Length : ChatFinishReason.Stop,
        };
        Change?.Invoke(response);
        return response;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        var usage = Bill(messages, options, isReported: Reports && Failure is null && BetweenParts is null);
        var length = (int)usage.OutputTokenCount! / Parts;
        for (var i = 0; i < Parts; i++)
        {
            if (BetweenParts is not null)
                await BetweenParts(i);
            cancellationToken.ThrowIfCancellationRequested();
            if (i == Parts - 1 && Failure is not null)
                throw Failure;
            yield return new ChatResponseUpdate(ChatRole.Assistant, new string('x', length)) { ModelId = AnswersAs };
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, []) { ModelId = AnswersAs, FinishReason = ChatFinishReason.Stop };
        if (Reports)
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)]) { ModelId = AnswersAs };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("fake", new Uri("http://fake.test/v1"), Name)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }

    internal static decimal CostOf(long input, long output, decimal outputRate = OutputRate) => ((input * InputRate) + (output * outputRate)) / Million;

    internal static long InputOf(IEnumerable<ChatMessage> messages) =>
        messages.Sum(message => AroundMessage + message.Contents.OfType<TextContent>().Sum(text => (long)Encoding.UTF8.GetByteCount(text.Text)));

    private UsageDetails Bill(IEnumerable<ChatMessage> messages, ChatOptions? options, bool isReported)
    {
        lock (Asked)
            Asked.Add(options);
        var input = InputOf(messages);
        var output = IgnoresCap ? WantedOutput : Math.Min(WantedOutput, options?.MaxOutputTokens ?? WantedOutput);
        if (Failure is null || BillsFailures)
            bills.Add(CostOf(input, output, RateOfAnswer), isReported);
        return new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
    }
}
