using System.Net;
using System.Net.Sockets;
using BudgetEnforcement.AI.Tests.Providers.Fake;
using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Providers.Clients;

/// <summary>How providers report that are only compatible with one of the large ones.</summary>
public sealed class ReportingTests : ProviderTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WhoseTotalIsMoreThanItsParts_CountsTheRestAsOutput(bool isStream)
    {
        Provider.Behaviour = new() { Uncounted = 400 };

        await AskAsync(Client(new ChatCompletionsDoor()), isStream, "hello");
        await AskAsync(Client(new ResponsesDoor()), isStream, "hello");
    }

    [Fact]
    public async Task Stream_ThatReportsWithEveryPart_IsRecordedExactly()
    {
        Provider.Behaviour = new() { ReportsAlways = true };

        await AskAsync(Client(new ChatCompletionsDoor()), isStream: true, "hello");
    }

    [Fact]
    public async Task Stream_ThatReportsWithEveryPartAndIsCutOff_IsCharged()
    {
        Provider.Behaviour = new() { ReportsAlways = true, EndsEarly = true };

        await AskAsync(Client(new ChatCompletionsDoor()), isStream: true, "hello");

        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Theory]
    [InlineData("openrouter.ai", false, true)]
    [InlineData("openrouter.ai", true, true)]
    [InlineData("eu.api.x.ai", false, true)]
    [InlineData("evil-openrouter.ai", false, false)]
    [InlineData("openrouter.ai.evil.test", true, false)]
    public async Task Call_OfAProviderThatSaysWhatItCost_IsRecordedAsItSaysWhereItIsTrusted(string host, bool isStream, bool isTrusted)
    {
        Provider.Behaviour = new() { ReportsCost = true };
        using var http = HttpTo(Provider.Address);
        Door door = host.EndsWith("x.ai", StringComparison.Ordinal) ? new ResponsesDoor() : new ChatCompletionsDoor();
        var address = new Uri($"http://{host}:{Provider.Address.Port}/");

        await AskAsync(Under(door.NewClient(address, FakeRates.Model, repeats: false, http), door.EndpointAt(address)), isStream, "hello");

        Costs.Single().Source.Should().Be(isTrusted ? AICostSource.Provider : AICostSource.Usage);
    }

    [Fact]
    public async Task Embeddings_OfOpenAI_AreRecordedExactly()
    {
        await Generator().GenerateAsync(["hello", "wörld"], cancellationToken: TestContext.Current.CancellationToken);

        Costs.Single().Source.Should().Be(AICostSource.Usage);
    }

    private IChatClient Client(Door door) => Under(door.NewClient(Provider.Address, FakeRates.Model, repeats: false, Http), door.EndpointAt(Provider.Address));

    private IEmbeddingGenerator<string, Embedding<float>> Generator()
    {
        var endpoint = new ChatCompletionsDoor().EndpointAt(Provider.Address);
        var options = new OpenAI.OpenAIClientOptions { Endpoint = endpoint, Transport = new System.ClientModel.Primitives.HttpClientPipelineTransport(Http) };
        var inner = new OpenAI.OpenAIClient(new System.ClientModel.ApiKeyCredential("key"), options).GetEmbeddingClient(FakeRates.EmbeddingModel).AsIEmbeddingGenerator();
        return new EmbeddingGeneratorBuilder<string, Embedding<float>>(inner).UseBudget(Budget, it => Configure(it, endpoint)).Build();
    }

    /// <summary>A client that finds the fake provider behind every name.</summary>
    private static HttpClient HttpTo(Uri address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, address.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
