using System.Text.Json;
using BudgetEnforcement.AI;
using Microsoft.Extensions.AI;
using static BudgetEnforcement.Aot.Checks;

namespace BudgetEnforcement.Aot;

/// <summary>Calls of models under a budget.</summary>
internal static class Models
{
    private static readonly Uri Endpoint = new("https://api.openai.com/v1");

    internal static async Task RunAsync()
    {
        Prices();
        await CallsAsync();
        await EmbeddingsAsync();
    }

    private static void Prices()
    {
        Expect("embedded prices", PriceBook.Embedded.TryFind(Endpoint, null, "gpt-4o-mini", out var price));
        var at = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);
        Expect("maximum", price!.Maximum(new AIBound { InputTokens = 1_000_000, Without = AIKinds.InputAudio | AIKinds.InputImage }, at) > 0);
        using var json = JsonDocument.Parse("""{"model":"gpt-4o-mini","usage":{"prompt_tokens":1000000,"completion_tokens":0,"total_tokens":1000000}}""");
        var usage = AIUsage.Read("openai", "chat", json.RootElement);
        Expect("usage and cost", usage is not null && price.Cost(usage, at) == 0.15m);
    }

    private static async Task CallsAsync()
    {
        var budget = new BudgetEnforcer(1m);
        var costs = new List<AICost>();
        using var inner = new OneModel();
        using var client = new ChatClientBuilder(inner).UseBudget(budget, options => options.OnCost = costs.Add).Build();
        List<ChatMessage> messages =
        [
            new(ChatRole.User, "ﷺ"),
            new(ChatRole.Assistant, [new FunctionCallContent("1", "look_up", new Dictionary<string, object?> { ["what"] = "😀", ["count"] = 3 })]),
            new(ChatRole.Tool, [new FunctionResultContent("1", "found")]),
        ];

        var response = await client.GetResponseAsync(messages);
        await foreach (var update in client.GetStreamingResponseAsync(messages))
            Expect("part", update.Role == ChatRole.Assistant);

        Expect("cap", inner.Cap == 8192 && response.Text == "short");
        Expect("costs", costs.Count == 2 && costs.TrueForAll(cost => cost.Source == AICostSource.Usage && cost.Amount == 0.00027m && cost.Amount < cost.Reserved));
        Expect("spent", budget.Spent == 0.00054m && budget.Reserved == 0);
        try
        {
            await client.GetResponseAsync("hello", new ChatOptions { ModelId = "nobody-knows" });
            Expect("an unknown price refuses", false);
        }
        catch (UnknownPriceException exception)
        {
            Expect("unknown price", exception.Model == "nobody-knows" && exception.Endpoint == Endpoint);
        }
    }

    private static async Task EmbeddingsAsync()
    {
        var budget = new BudgetEnforcer(1m);
        using var inner = new OneModel();
        using var generator = new EmbeddingGeneratorBuilder<string, Embedding<float>>(inner).UseBudget(budget).Build();

        await generator.GenerateAsync(["hello"]);

        Expect("embeddings", budget.Spent == 0.00002m);
    }

    private sealed class OneModel : IChatClient, IEmbeddingGenerator<string, Embedding<float>>
    {
        internal int? Cap { get; private set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Cap = options?.MaxOutputTokens;
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "short"))
            {
                ModelId = "gpt-4o-mini-2024-07-18",
                Usage = new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 200, TotalTokenCount = 1200 },
            });
        }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var response = await GetResponseAsync(messages, options, cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, response.Text) { ModelId = response.ModelId, FinishReason = ChatFinishReason.Stop };
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(response.Usage!)]);
        }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>([new Embedding<float>(new float[2])]) { Usage = new UsageDetails { InputTokenCount = 1000, TotalTokenCount = 1000 } });

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", Endpoint, "gpt-4o-mini")
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("openai", Endpoint, "text-embedding-3-small")
            : null;

        public void Dispose()
        {
        }
    }
}
