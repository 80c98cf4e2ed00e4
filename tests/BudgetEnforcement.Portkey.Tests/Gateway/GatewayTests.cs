using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json.Nodes;
using BudgetEnforcement.AI;
using BudgetEnforcement.AI.Tests.Providers.Fake;
using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;
using OpenAI;

namespace BudgetEnforcement.Portkey.Tests.Gateway;

/// <summary>
/// OpenAI's client under a budget, through the handler and Portkey's real gateway, to a provider that bills. At its end each test compares the bills with
/// the recorded costs.
/// </summary>
public sealed class GatewayTests(PortkeyGateway gateway) : IAsyncLifetime
{
    private const string Label = "Prüfung 😀 \"1\"";

    private readonly Bills _bills = new();
    private readonly BudgetEnforcer _budget = new(1m);
    private readonly List<AICost> _costs = [];
    private Uri _address = null!;
    private FakeProvider? _provider;
    private HttpClient? _http;

    private FakeProvider Provider => _provider!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // Where there is no gateway the test is skipped here, before anything could catch that.
    public async ValueTask InitializeAsync()
    {
        _address = await gateway.AddressAsync();
        _provider = await FakeProvider.StartAsync(_bills);
    }

    public async ValueTask DisposeAsync()
    {
        if (_provider is null)
            return;
        await _provider.DisposeAsync();
        _http?.Dispose();
        _bills.CompareWith(_budget);
    }

    [Fact]
    public void Gateway_ListensOnLoopbackOnly()
    {
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => listener.Port == _address.Port)
            .Should().NotBeEmpty().And.OnlyContain(listener => IPAddress.IsLoopback(listener.Address));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_ThroughTheGateway_IsRecordedExactly(bool isStream)
    {
        var client = Client();

        for (var i = 0; i < 3; i++)
            (await AskAsync(client, isStream)).Text.Should().Be(new string('x', 120));

        (Provider.Requests, _costs.Count).Should().Be((3, 3));
        _costs.Should().OnlyContain(cost => cost.Source == AICostSource.Usage && cost.Label == Label);
        _budget.Spent.Should().Be(_bills.Total).And.BePositive();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WithoutUsage_IsChargedItsBound(bool isStream)
    {
        Provider.Behaviour = new() { OmitsUsage = true };

        await AskAsync(Client(), isStream);

        _costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_ThatBreaksOff_IsCharged(bool isStream)
    {
        Provider.Behaviour = new() { CutsOff = true };

        await FluentActions.Awaiting(() => AskAsync(Client(), isStream)).Should().NotThrowAsync<TimeoutException>();

        _budget.Spent.Should().BePositive();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(401)]
    public async Task Call_ThatTheProviderRefuses_IsReleased(int status)
    {
        Provider.Behaviour = new() { Status = status };

        (await FluentActions.Awaiting(() => AskAsync(Client(), isStream: false)).Should().ThrowAsync<ClientResultException>()).Which.Status.Should().Be(status);

        _budget.Spent.Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Limit_ThatRefusesACall_IsReleased(bool isStream)
    {
        Provider.Behaviour = new() { Status = 412 };

        (await FluentActions.Awaiting(() => AskAsync(Client(repeats: true), isStream)).Should().ThrowAsync<PortkeyLimitException>())
            .Which.PortkeyMessage.Should().Contain("no");

        (Provider.Requests, _budget.Spent).Should().Be((1, 0m), "a limit is not asked again");
    }

    [Fact]
    public async Task Limit_WithoutTheOption_IsCharged()
    {
        Provider.Behaviour = new() { Status = 412 };
        _bills.Add(0m, isReported: false);

        await FluentActions.Awaiting(() => AskAsync(Client(options => options.IsUnbilled = null), isStream: false)).Should().ThrowAsync<PortkeyLimitException>();

        _budget.Spent.Should().BePositive();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Label_AsTheGatewayReadsIt_IsTheOneThatWasGiven(bool isStream)
    {
        // The gateway goes to the provider only where it finds this very label in the metadata.
        var client = Client(config: Config());

        await AskAsync(client, isStream);
        _budget.Spent.Should().Be(_bills.Total);
        await FluentActions.Awaiting(() => AskAsync(client, isStream, "another")).Should().ThrowAsync<ClientResultException>();

        Provider.Requests.Should().Be(1);
        _bills.Add(0m, isReported: false); // A failure of the gateway may have been billed.
    }

    private IChatClient Client(Action<AIBudgetOptions>? configure = null, bool repeats = false, JsonObject? config = null)
    {
        _http = new HttpClient(new PortkeyHandler(new PortkeyHandlerOptions { ApiKey = "pk", BaseAddress = _address }));
        if (config is null)
        {
            _http.DefaultRequestHeaders.Add("x-portkey-provider", "openai");
            _http.DefaultRequestHeaders.Add("x-portkey-custom-host", Host(Provider.Address));
        }
        else
        {
            _http.DefaultRequestHeaders.Add("x-portkey-config", config.ToJsonString());
        }

        var openAI = new OpenAIClient(new ApiKeyCredential("key"), new OpenAIClientOptions
        {
            Endpoint = _address,
            RetryPolicy = new ClientRetryPolicy(repeats ? 3 : 0),
            Transport = new HttpClientPipelineTransport(_http),
        });
        return new ChatClientBuilder(openAI.GetChatClient(FakeRates.Model).AsIChatClient()).UseBudget(_budget, options =>
        {
            options.Prices = options.Prices.With(_address, FakeRates.Model, FakeRates.Price);
            options.IsUnbilled = PortkeyLimitException.IsUnbilled;
            options.OnCost = _costs.Add;
            configure?.Invoke(options);
        }).Build();
    }

    private async Task<ChatResponse> AskAsync(IChatClient client, bool isStream, string label = Label)
    {
        using (BudgetScope.Begin(_budget, label))
        {
            return isStream
                ? await client.GetStreamingResponseAsync("hello", cancellationToken: Cancelled).ToChatResponseAsync(Cancelled)
                : await client.GetResponseAsync("hello", cancellationToken: Cancelled);
        }
    }

    private JsonObject Config() => new()
    {
        ["strategy"] = new JsonObject
        {
            ["mode"] = "conditional",
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["query"] = new JsonObject { ["metadata.budget_label"] = new JsonObject { ["$eq"] = Label } },
                ["then"] = "provider",
            }),
            ["default"] = "nowhere",
        },
        ["targets"] = new JsonArray(
            new JsonObject { ["name"] = "provider", ["provider"] = "openai", ["api_key"] = "key", ["custom_host"] = Host(Provider.Address) },
            new JsonObject { ["name"] = "nowhere", ["provider"] = "openai", ["api_key"] = "key", ["custom_host"] = "http://127.0.0.1:9/v1" }),
    };

    private static string Host(Uri provider) => new Uri(provider, "v1").ToString();
}
