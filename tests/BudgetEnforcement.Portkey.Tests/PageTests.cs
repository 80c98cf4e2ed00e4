using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using BudgetEnforcement.AI;
using BudgetEnforcement.Portkey.Tests.Calls;
using BudgetEnforcement.Portkey.Tests.Fake;
using BudgetEnforcement.Tests;
using BudgetEnforcement.Tests.Readme;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace BudgetEnforcement.Portkey.Tests;

/// <summary>Checks that the page of the package is true as far as a test can know.</summary>
public sealed class PageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Page Readme = new("src/BudgetEnforcement.Portkey/README.md");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Page_EveryBlockOfCode_IsARegionThatCompiles()
    {
        var regions = new[] { "Snippets.cs", "CsvInvoice.cs" }.SelectMany(file => Page.RegionsOf(RepositoryFiles.Read("tests", "BudgetEnforcement.Portkey.Tests", file)));

        Readme.Snippets.Should().NotBeEmpty().And.BeEquivalentTo(regions);
    }

    [Fact]
    public void Page_OfAPackage_LinksOnlyToSites() => Readme.Links.Should().BeEmpty("the package has no other page than this");

    [Fact]
    public void Page_ItsTables_HaveEveryOption()
    {
        foreach (var option in typeof(PortkeyCostOptions).GetProperties().Concat(typeof(PortkeyHandlerOptions).GetProperties()))
            Readme.Text.Should().Contain($"`{option.Name}`");
    }

    [Fact]
    public async Task Factory_OfThePage_PutsHeadersOnCalls()
    {
        var services = new ServiceCollection();
        Snippets.Factory(services, "pk");
        using var recorder = new Recorder();
        services.AddHttpClient("models").ConfigurePrimaryHttpMessageHandler(() => recorder);
        await using var provider = services.BuildServiceProvider();

        (await provider.GetRequiredService<IHttpClientFactory>().CreateClient("models").GetAsync(new Uri("https://api.portkey.ai/v1/models"), Cancelled)).Dispose();

        recorder.Headers["x-portkey-api-key"].Should().Be("pk");
    }

    [Fact]
    public async Task Costs_OfThePage_AreAskedFor()
    {
        using var recorder = new Recorder { Answer = () => throw new HttpRequestException("no network") };
        using var http = new HttpClient(recorder);
        using var cancelling = new CancellationTokenSource();
        await cancelling.CancelAsync();

        await FluentActions.Awaiting(() => Snippets.Costs(http, "pk", Noon, cancelling.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Reconciling_OfThePage_FollowsPortkey()
    {
        await using var portkey = await FakePortkey.StartAsync();
        using var http = new HttpClient();
        var budget = new BudgetEnforcer(10m);
        var options = new AIBudgetOptions();
        var reconciler = Snippets.Reconciling(new PortkeyCostClient(http, new PortkeyCostOptions { ApiKey = FakePortkey.Key, BaseAddress = portkey.Address }), options);

        options.OnCost!(new AICost { Amount = 1m, Label = "ann", Budget = budget });

        (await reconciler.ReconcileAsync(Cancelled)).Costs.Should().BeEmpty("nothing is settled yet");
    }

    [Fact]
    public async Task Calls_OfThePage_HaveThePriceOfTheProvider()
    {
        // The page's client goes to Portkey itself, so its prices are tried under another.
        var budget = new BudgetEnforcer(1m);
        PriceBook.Embedded.TryFind(new Uri("https://api.openai.com/v1"), null, "gpt-4o-mini", out var price).Should().BeTrue();
        using var recorder = new Recorder
        {
            Answer = () => new HttpResponseMessage
            {
                Content = new StringContent("""
                    {"id":"1","object":"chat.completion","created":1,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"short"},"finish_reason":"stop"}],
                     "usage":{"prompt_tokens":1000,"completion_tokens":200,"total_tokens":1200}}
                    """),
            },
        };
        using var http = new HttpClient(new PortkeyHandler(new PortkeyHandlerOptions { ApiKey = "pk" }) { InnerHandler = recorder });
        var openAI = new OpenAIClient(new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = new Uri("https://api.portkey.ai/v1"), Transport = new HttpClientPipelineTransport(http) });
        using var client = new ChatClientBuilder(openAI.GetChatClient("@openai/gpt-4o-mini").AsIChatClient())
            .UseBudget(budget, options => options.Prices = options.Prices.With("@openai/gpt-4o-mini", price!)).Build();

        using (BudgetScope.Begin(budget, "summarise"))
            await client.GetResponseAsync("Summarise the minutes.", cancellationToken: Cancelled);

        budget.Spent.Should().Be(((1000 * 0.15m) + (200 * 0.60m)) / 1_000_000m);
        recorder.Headers["x-portkey-metadata"].Should().Be("""{"budget_label":"summarise"}""");
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public async Task CsvInvoice_InAnyCulture_TellsTheLinesOfTheWindow(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new(culture);
        try
        {
            (await ReadAsync("Time,Label,Cost\n2026-07-01T11:59:59Z,ann,1\n2026-07-01T12:00:00,ann,1.50\n2026-07-01T14:04:00+02:00,,0.0000001\n2026-07-01 12:04:59,\"a,b\",-2\n2026-07-01T12:05:00Z,ann,8\n"))
                .Should().Equal(new BilledCost("ann", 1.50m), new BilledCost(null, 0.0000001m), new BilledCost("a,b", -2m));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("Time,Label,Cost\n2026-07-01T12:00:00Z,ann,\"1,5\"\n")]
    [InlineData("Time,Label,Cost\n2026-07-01T12:00:00Z,ann,\n")]
    [InlineData("Time,Label,Cost\n2026-07-01T12:00:00Z,ann\n")]
    [InlineData("Time,Label\n2026-07-01T12:00:00Z,ann\n")]
    [InlineData("Time,Label,Cost\n2026-07-01T12:00:00Z,ann,1e-3\n")]
    [InlineData("Time,Label,Cost\n2026-07-01T12:00:00Z,\"ann,1\n")]
    [InlineData("Time,Label,Cost\nyesterday,ann,1\n")]
    [InlineData("")]
    public async Task CsvInvoice_ThatCannotBeRead_IsNoCost(string text) => await FluentActions.Awaiting(() => ReadAsync(text)).Should().ThrowAsync<Exception>();

    private static async Task<IReadOnlyList<BilledCost>> ReadAsync(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, text, Cancelled);
            return await new CsvInvoice(path).GetAsync(Noon, Noon.AddMinutes(5), Cancelled);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
