using BudgetEnforcement.Portkey.Tests.Fake;

namespace BudgetEnforcement.Portkey.Tests.Calls;

/// <summary>Checks that the key goes to the gateway only.</summary>
public sealed class ServerTests : HandlerTest
{
    [Theory]
    [InlineData("https://evil.test/v1/chat")]
    [InlineData("https://gateway.test.evil.test/v1/chat")]
    [InlineData("http://gateway.test/v1/chat")]
    [InlineData("https://gateway.test:8443/v1/chat")]
    public async Task Call_ToAnotherServer_IsNotMade(string address)
    {
        var mistake = await FluentActions.Awaiting(() => Client().GetAsync(new Uri(address), TestContext.Current.CancellationToken)).Should().ThrowAsync<InvalidOperationException>();

        mistake.Which.ToString().Should().Contain("https://gateway.test").And.NotContain(Key);
        Recorder.Calls.Should().Be(0);
    }

    [Fact]
    public async Task Call_ToAnyPathOfTheServer_IsMade()
    {
        (await Client().GetAsync(new Uri("https://GATEWAY.test:443/other"), TestContext.Current.CancellationToken)).Dispose();

        Recorder.Calls.Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Redirect_ToAnotherServer_IsNotFollowed(bool hasHandler)
    {
        await using var portkey = await FakePortkey.StartAsync();
        await using var other = await FakePortkey.StartAsync();
        portkey.Instead = context =>
        {
            context.Response.Headers.Location = other.Address.ToString();
            return Answers.Json(context, "", 307);
        };
        var handler = new PortkeyHandler(new PortkeyHandlerOptions { ApiKey = Key, BaseAddress = portkey.Address });
        if (hasHandler)
            handler.InnerHandler = new HttpClientHandler();
        using var client = new HttpClient(handler);

        using var response = await client.GetAsync(portkey.Address, TestContext.Current.CancellationToken);

        ((int)response.StatusCode, other.Requests.Count).Should().Be((307, 0));
    }

    [Fact]
    public async Task HandlerBeneath_ThatFollowsRedirectsAndWasUsed_IsRefused()
    {
        await using var portkey = await FakePortkey.StartAsync();
        using var sockets = new SocketsHttpHandler();
        using (var plain = new HttpMessageInvoker(sockets, disposeHandler: false))
            (await plain.SendAsync(new HttpRequestMessage(HttpMethod.Get, portkey.Address), TestContext.Current.CancellationToken)).Dispose();
        using var client = new HttpClient(new PortkeyHandler(new PortkeyHandlerOptions { ApiKey = Key, BaseAddress = portkey.Address }) { InnerHandler = sockets });

        await FluentActions.Awaiting(() => client.GetAsync(portkey.Address, TestContext.Current.CancellationToken)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*follows redirects*");

        portkey.Requests.Should().ContainSingle().Which.Headers.Should().NotContainKey("x-portkey-api-key");
    }

    [Theory]
    [InlineData("secret\n")]
    [InlineData("")]
    public void Key_ThatIsNone_IsAMistakeWithoutTheKey(string key)
    {
        FluentActions.Invoking(() => Client(options => options.ApiKey = key)).Should().Throw<ArgumentException>().Which.Message.Should().Contain("ApiKey").And.NotContain("secret");
        FluentActions.Invoking(() => Client(options => options.BaseAddress = null!)).Should().Throw<ArgumentException>().WithMessage("*BaseAddress*");
        FluentActions.Invoking(() => Client(options => options.MetadataKey = " ")).Should().Throw<ArgumentException>().WithMessage("*MetadataKey*");
    }

    [Fact]
    public async Task FirstCalls_AtTheSameTime_AreAllMade()
    {
        await using var portkey = await FakePortkey.StartAsync();
        portkey.Instead = context => Answers.Json(context, "{}");
        using var client = new HttpClient(new PortkeyHandler(new PortkeyHandlerOptions { ApiKey = Key, BaseAddress = portkey.Address }));

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => client.GetStringAsync(portkey.Address, TestContext.Current.CancellationToken))));

        portkey.Requests.Should().HaveCount(32);
    }
}
