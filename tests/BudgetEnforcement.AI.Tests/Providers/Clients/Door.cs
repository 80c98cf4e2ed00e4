using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Microsoft.Extensions.AI;
using OpenAI;

namespace BudgetEnforcement.AI.Tests.Providers.Clients;

/// <summary>A client of a real provider's, made for an address.</summary>
public abstract class Door
{
    /// <summary>How many requests the client sends where it repeats them.</summary>
    public abstract int Attempts { get; }

    /// <summary>What the client's address begins with on the provider.</summary>
    public abstract Uri EndpointAt(Uri address);

    public abstract IChatClient NewClient(Uri address, string model, bool repeats, HttpClient http);

    private protected static OpenAIClient NewOpenAI(Uri endpoint, bool repeats, HttpClient http) => new(new ApiKeyCredential("key"), new OpenAIClientOptions
    {
        Endpoint = endpoint,
        RetryPolicy = new RetryAtOnce(repeats ? 3 : 0),
        Transport = new HttpClientPipelineTransport(http),
    });

    /// <summary>OpenAI's own policy, which would wait for seconds.</summary>
    private sealed class RetryAtOnce(int retries) : ClientRetryPolicy(retries)
    {
        protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount) => TimeSpan.Zero;
    }
}

/// <summary>OpenAI's client for Chat Completions.</summary>
public sealed class ChatCompletionsDoor : Door
{
    public override int Attempts => 4;

    public override Uri EndpointAt(Uri address) => new(address, "v1");

    public override IChatClient NewClient(Uri address, string model, bool repeats, HttpClient http) =>
        NewOpenAI(EndpointAt(address), repeats, http).GetChatClient(model).AsIChatClient();
}

/// <summary>OpenAI's client for Responses.</summary>
public sealed class ResponsesDoor : Door
{
    public override int Attempts => 4;

    public override Uri EndpointAt(Uri address) => new(address, "v1");

    public override IChatClient NewClient(Uri address, string model, bool repeats, HttpClient http) =>
        NewOpenAI(EndpointAt(address), repeats, http).GetResponsesClient().AsIChatClient(model);
}

/// <summary>Anthropic's client for Messages.</summary>
public sealed class MessagesDoor : Door
{
    public override int Attempts => 3;

    public override Uri EndpointAt(Uri address) => address;

    public override IChatClient NewClient(Uri address, string model, bool repeats, HttpClient http) =>
        new AnthropicClient { ApiKey = "key", BaseUrl = address.ToString(), MaxRetries = repeats ? 2 : 0, HttpClient = http }.AsIChatClient(model);
}
