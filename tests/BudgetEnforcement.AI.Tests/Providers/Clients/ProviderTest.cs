using BudgetEnforcement.AI.Tests.Providers.Fake;
using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Providers.Clients;

/// <summary>A test of real clients against the fake provider, whose bills are compared with the budget when it ends.</summary>
public abstract class ProviderTest : BilledTest, IAsyncLifetime
{
    private protected HttpClient Http { get; } = new();

    private protected FakeProvider Provider { get; private set; } = null!;

    /// <summary>Whether a call may cost more than was held for it: the provider did more than it was asked for.</summary>
    private protected bool AllowsOverage { get; set; }

    public async ValueTask InitializeAsync() => Provider = await FakeProvider.StartAsync(Bills);

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void Dispose(bool isDisposing)
    {
        Http.Dispose();
        base.Dispose(isDisposing);
        if (!AllowsOverage)
            Costs.Should().NotContain(cost => cost.Amount > cost.Reserved, "the bound of a call is an upper bound");
    }

    /// <summary>The client of a door, under the budget.</summary>
    private protected IChatClient Under(IChatClient inner, Uri endpoint, Action<AIBudgetOptions>? configure = null, BudgetEnforcer? budget = null) =>
        new ChatClientBuilder(inner).UseBudget(budget ?? Budget, options => Configure(options, endpoint, configure)).Build();

    private protected void Configure(AIBudgetOptions options, Uri endpoint, Action<AIBudgetOptions>? configure = null)
    {
        options.Prices = options.Prices.With(endpoint, FakeRates.Model, FakeRates.Price).With(endpoint, FakeRates.LargeModel, FakeRates.LargePrice).With(endpoint, FakeRates.EmbeddingModel, FakeRates.EmbeddingPrice);
        options.OnCost = cost =>
        {
            lock (Costs)
                Costs.Add(cost);
        };
        configure?.Invoke(options);
    }

    private protected static async Task<ChatResponse> AskAsync(IChatClient client, bool isStream, IEnumerable<ChatMessage> messages, ChatOptions? options = null) =>
        isStream
            ? (await client.GetStreamingResponseAsync(messages, options, TestContext.Current.CancellationToken).ReadAll()).ToChatResponse()
            : await client.Ask(messages, options);

    private protected static Task<ChatResponse> AskAsync(IChatClient client, bool isStream, string text, ChatOptions? options = null) =>
        AskAsync(client, isStream, [new ChatMessage(ChatRole.User, text)], options);
}
