using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Anthropic.Models.Messages;
using BudgetEnforcement.AI.Tests.Providers.Fake;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;

namespace BudgetEnforcement.AI.Tests.Providers.Clients;

/// <summary>A client of a real provider's, made for an address.</summary>
public abstract class Door
{
    /// <summary>How many requests the client sends where it repeats them.</summary>
    public abstract int Attempts { get; }

    /// <summary>What the client's address begins with on the provider.</summary>
    public abstract Uri EndpointAt(Uri address);

    public abstract IChatClient NewClient(Uri address, string model, bool repeats, HttpClient http);

    /// <summary>A request in the client's own types, as a user's factory makes it.</summary>
    internal abstract object NewOwn(OwnWish wish);

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

/// <summary>What a user's own request has in it.</summary>
/// <param name="Text">A text that is added to the input: as the description of a tool, or as instructions.</param>
/// <param name="Cap">The cap of the answer.</param>
/// <param name="Model">The model.</param>
/// <param name="IsSearching">Whether the provider is to search the web.</param>
/// <param name="HasOther">Whether it has a part that the package does not know.</param>
internal sealed record OwnWish(string? Text = null, int? Cap = null, string? Model = null, bool IsSearching = false, bool HasOther = false);

/// <summary>OpenAI's client for Chat Completions.</summary>
public sealed class ChatCompletionsDoor : Door
{
    public override int Attempts => 4;

    public override Uri EndpointAt(Uri address) => new(address, "v1");

    public override IChatClient NewClient(Uri address, string model, bool repeats, HttpClient http) =>
        NewOpenAI(EndpointAt(address), repeats, http).GetChatClient(model).AsIChatClient();

    internal override object NewOwn(OwnWish wish)
    {
        var own = new ChatCompletionOptions { MaxOutputTokenCount = wish.Cap };
        if (wish.Text is not null)
            own.Tools.Add(ChatTool.CreateFunctionTool("find", wish.Text, BinaryData.FromString("""{"type":"object","properties":{}}""")));
        if (wish.IsSearching)
            own.WebSearchOptions = new ChatWebSearchOptions();
        if (wish.Model is not null)
            own.Patch.Set("$.model"u8, wish.Model);
        if (wish.HasOther)
            own.Patch.Set("$.something_new"u8, "x");
        return own;
    }
}

/// <summary>OpenAI's client for Responses.</summary>
public sealed class ResponsesDoor : Door
{
    public override int Attempts => 4;

    public override Uri EndpointAt(Uri address) => new(address, "v1");

    public override IChatClient NewClient(Uri address, string model, bool repeats, HttpClient http) =>
        NewOpenAI(EndpointAt(address), repeats, http).GetResponsesClient().AsIChatClient(model);

    internal override object NewOwn(OwnWish wish)
    {
        var own = new CreateResponseOptions { MaxOutputTokenCount = wish.Cap, Instructions = wish.Text, Model = wish.Model };
        if (wish.Text is not null)
            own.Tools.Add(ResponseTool.CreateFunctionTool("find", BinaryData.FromString("""{"type":"object","properties":{}}"""), strictModeEnabled: false, wish.Text));
        if (wish.IsSearching)
            own.Tools.Add(ResponseTool.CreateWebSearchTool());
        if (wish.HasOther)
            own.Patch.Set("$.something_new"u8, "x");
        return own;
    }
}

/// <summary>Anthropic's client for Messages.</summary>
public sealed class MessagesDoor : Door
{
    public override int Attempts => 3;

    public override Uri EndpointAt(Uri address) => address;

    public override IChatClient NewClient(Uri address, string model, bool repeats, HttpClient http) =>
        new AnthropicClient { ApiKey = "key", BaseUrl = address.ToString(), MaxRetries = repeats ? 2 : 0, HttpClient = http }.AsIChatClient(model);

    internal override object NewOwn(OwnWish wish)
    {
        var own = new MessageCreateParams { MaxTokens = wish.Cap ?? 1_000, Messages = [], Model = wish.Model ?? FakeRates.Model };
        if (wish.Text is not null)
            own = own with { System = wish.Text, Tools = [new Tool { Name = "find", Description = wish.Text, InputSchema = new InputSchema() }] };
        if (wish.IsSearching)
            own = own with { Tools = [new WebSearchTool20250305()] };
        return wish.HasOther ? own with { Container = "box" } : own;
    }
}
