using BudgetEnforcement.Portkey.Tests.Fake;

namespace BudgetEnforcement.Portkey.Tests.Costs;

/// <summary>Checks that the key goes to Portkey only, and into no text.</summary>
public sealed class SecretTests : PortkeyTest
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_ToAnotherServer_IsNotFollowed(int status)
    {
        await using var other = await FakePortkey.StartAsync();
        Portkey.Instead = context =>
        {
            context.Response.Headers.Location = other.Address + "analytics/graphs/cost" + context.Request.QueryString;
            return Answers.Json(context, "", status);
        };

        (await FailAsync()).Message.Should().Contain("redirect");

        other.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Client_ThatFollowedARedirectToAnotherServer_IsNoticed()
    {
        await using var other = await FakePortkey.StartAsync();
        other.Instead = Answers.Of("""{"summary":{"total":0}}""", """{"total":0,"data":[]}""");
        using var http = new HttpClient(new GoingElsewhere(other.Address));

        (await FluentActions.Awaiting(() => Client(http: http).GetAsync(Noon, End, Cancelled).AsTask()).Should().ThrowAsync<PortkeyException>())
            .Which.Message.Should().Contain("replace the key");
    }

    [Fact]
    public async Task Key_ThatPortkeyQuotes_IsInNoText()
    {
        Portkey.Instead = context => Answers.Json(context, $$"""{"message":"The key {{FakePortkey.Key}} is odd"}""", 503);

        var failure = await FailAsync();

        failure.PortkeyMessage.Should().Be("The key *** is odd");
        failure.ToString().Should().NotContain(FakePortkey.Key);
        Logger.Collector.GetSnapshot().Should().HaveCount(3).And.OnlyContain(record => !record.Message.Contains(FakePortkey.Key, StringComparison.Ordinal));
        Client().ToString().Should().NotContain(FakePortkey.Key);
        new PortkeyCostOptions { ApiKey = FakePortkey.Key }.ToString().Should().NotContain(FakePortkey.Key);
    }

    [Theory]
    [InlineData("secret\n")]
    [InlineData("sec ret")]
    [InlineData("secret\u00E9")]
    [InlineData("")]
    [InlineData(null)]
    public void Key_ThatIsNone_IsAMistakeWithoutTheKey(string? key)
    {
        var mistake = FluentActions.Invoking(() => Client(options => options.ApiKey = key)).Should().Throw<ArgumentException>().Which;

        mistake.Message.Should().Contain("ApiKey").And.NotContain("secret").And.NotContain("sec ret");
    }

    private sealed class GoingElsewhere(Uri elsewhere) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _inner = new(new SocketsHttpHandler());

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(elsewhere, "analytics/graphs/cost");
            return _inner.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
