using System.Diagnostics;
using System.Text.Json;
using BudgetEnforcement.Portkey.Tests.Fake;

namespace BudgetEnforcement.Portkey.Tests.Calls;

/// <summary>What the handler puts on calls, and what it leaves alone.</summary>
public sealed class HeaderTests : HandlerTest
{
    public static TheoryData<string> Labels =>
    [
        "ann", "Größe: 5 €", "步骤 1", "😀", "a\"b\\c", "line\r\nx-evil: 1", "\u0000\u0007\u007F\u0085\u2028", "<script>&'`", new string('x', 128), " padded ",
    ];

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task Label_OfAnyText_IsAsciiAndComesBackAsItWas(string label)
    {
        var metadata = (await CallAsync(label))["x-portkey-metadata"];

        metadata.Should().MatchRegex("^[\\x20-\\x7E]+$");
        JsonSerializer.Deserialize<Dictionary<string, string>>(metadata).Should().BeEquivalentTo(new Dictionary<string, string> { ["budget_label"] = label });
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task Label_OverTheWire_ComesBackAsItWas(string label)
    {
        await using var portkey = await FakePortkey.StartAsync();
        portkey.Instead = context => Answers.Json(context, "{}");
        using var client = new HttpClient(new PortkeyHandler(new PortkeyHandlerOptions { ApiKey = Key, BaseAddress = portkey.Address }));

        using (BudgetScope.Begin(Budget, label))
            (await client.GetAsync(new Uri(portkey.Address, "models"), TestContext.Current.CancellationToken)).Dispose();

        var headers = portkey.Requests.Single().Headers;
        JsonSerializer.Deserialize<Dictionary<string, string>>(headers["x-portkey-metadata"])!["budget_label"].Should().Be(label);
        headers["x-portkey-api-key"].Should().Be(Key);
        headers.Should().NotContainKey("x-evil");
    }

    [Fact]
    public async Task Label_WithHalfOfACharacter_IsWrittenWithAReplacement() =>
        (await CallAsync("a\uD800b"))["x-portkey-metadata"].Should().Be("""{"budget_label":"a\uFFFDb"}""");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Label_ThatIsNone_IsNotSent(string? label) => (await CallAsync(label)).Should().NotContainKey("x-portkey-metadata");

    [Fact]
    public async Task Call_OutsideOfAScope_HasNoLabel()
    {
        (await Client().GetAsync(new Uri("models", UriKind.Relative), TestContext.Current.CancellationToken)).Dispose();

        Recorder.Headers.Keys.Should().BeEquivalentTo("x-portkey-api-key", "x-portkey-trace-id");
    }

    [Fact]
    public async Task Metadata_OfTheCaller_AreKeptAndEscaped()
    {
        var metadata = (await CallAsync("ann", headers: ("x-portkey-metadata", """{ "env": "prüf 😀", "a": 1.50, "b": {"c": [null, true]} }""")))["x-portkey-metadata"];

        metadata.Should().Be("""{"env":"pr\u00FCf \uD83D\uDE00","a":1.50,"b":{"c":[null,true]},"budget_label":"ann"}""");
    }

    [Fact]
    public async Task Metadata_OfTheClient_AreKept()
    {
        using var client = Client();
        client.DefaultRequestHeaders.Add("x-portkey-metadata", """{"env":"test","team":"red"}""");

        (await CallAsync("ann", client))["x-portkey-metadata"].Should().Be("""{"env":"test","team":"red","budget_label":"ann"}""");
        (await CallAsync("bob", client))["x-portkey-metadata"].Should().Be("""{"env":"test","team":"red","budget_label":"bob"}""");
    }

    [Fact]
    public async Task Headers_OfTheCaller_AreNotOverwritten()
    {
        (string, string)[] own = [("x-portkey-api-key", "mine"), ("x-portkey-trace-id", "t-1"), ("x-portkey-metadata", """{"budget_label":"mine"}""")];

        (await CallAsync("ann", headers: own)).Should().BeEquivalentTo(own.ToDictionary(it => it.Item1, it => it.Item2));

        Logger.Collector.Count.Should().Be(0);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("{\"a\":")]
    public async Task Metadata_ThatCannotBeRead_AreLeftAloneAndTold(string metadata)
    {
        (await CallAsync("ann", headers: ("x-portkey-metadata", metadata)))["x-portkey-metadata"].Should().Be(metadata);

        Logger.LatestRecord.Message.Should().Contain("ann").And.Contain("no JSON object");
    }

    [Fact]
    public async Task Label_OfMoreThan128Characters_IsLeftOutAndToldOnce()
    {
        using var client = Client();

        (await CallAsync(new string('x', 129), client)).Should().NotContainKey("x-portkey-metadata");
        await CallAsync(new string('x', 129), client);

        Logger.Collector.GetSnapshot().Select(record => record.Id.Name).Should().Equal("PortkeyLabelLeftOut", "PortkeyLabelLeftOutAgain");
    }

    [Fact]
    public async Task TraceId_InsideOfAnActivity_IsThatOfTheActivity()
    {
        using var activity = new Activity("call").SetIdFormat(ActivityIdFormat.W3C).Start();

        (await CallAsync("ann"))["x-portkey-trace-id"].Should().Be(activity.TraceId.ToHexString());
    }

    [Fact]
    public async Task TraceId_OutsideOfAnActivity_IsNewEachTime()
    {
        using var client = Client();

        var first = (await CallAsync("ann", client))["x-portkey-trace-id"];

        first.Should().MatchRegex("^[0-9a-f]{32}$");
        (await CallAsync("ann", client))["x-portkey-trace-id"].Should().NotBe(first);
    }

    [Fact]
    public async Task MetadataKey_AndNoKey_AreAsTheOptionsSay()
    {
        using var client = Client(options => (options.ApiKey, options.MetadataKey) = (null, "größe"));

        var headers = await CallAsync("ann", client);

        headers["x-portkey-metadata"].Should().Be("""{"gr\u00F6\u00DFe":"ann"}""");
        headers.Should().NotContainKey("x-portkey-api-key");
    }

    [Fact]
    public void Call_ThatWaits_HasTheSameHeaders()
    {
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions");

        using (BudgetScope.Begin(Budget, "ann"))
            client.Send(request, TestContext.Current.CancellationToken).Dispose();

        Recorder.Headers["x-portkey-metadata"].Should().Be("""{"budget_label":"ann"}""");
        Recorder.Headers["x-portkey-api-key"].Should().Be(Key);
    }
}
