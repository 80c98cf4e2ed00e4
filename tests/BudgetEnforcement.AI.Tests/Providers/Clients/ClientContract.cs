using BudgetEnforcement.AI.Tests.Providers.Fake;
using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Providers.Clients;

/// <summary>What must hold with the client of every provider, streaming and not.</summary>
public abstract partial class ClientContract<TDoor> : ProviderTest
    where TDoor : Door, new()
{
    private protected TDoor Door { get; } = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WhoseUsageIsReported_IsRecordedExactly(bool isStream)
    {
        var response = await AskAsync(Client(), isStream, "hello");

        response.Text.Should().HaveLength(120);
        Costs.Single().Source.Should().Be(AICostSource.Usage);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WithCachedInputAndWritesToTheCache_IsRecordedExactly(bool isStream)
    {
        Provider.Behaviour = new() { Cached = 300, CacheWrites = 200 };

        await AskAsync(Client(), isStream, new string('a', 1000));

        (Costs.Single().Usage!.CachedInputTokens, Costs.Single().Usage!.CacheWriteTokens).Should().Be((300, 200));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_AnsweredInAnotherServiceTier_IsRecordedAtThePriceOfThatOne(bool isStream)
    {
        Provider.Behaviour = new() { Tier = "priority" };

        await AskAsync(Client(), isStream, "hello");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_CutAtItsCap_IsRecordedExactly(bool isStream)
    {
        await AskAsync(Client(), isStream, "hello", new ChatOptions { MaxOutputTokens = 30 });

        Costs.Single().Source.Should().Be(AICostSource.Usage);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_OfAProviderThatIgnoresTheCap_IsRecordedExactly(bool isStream)
    {
        AllowsOverage = true;
        Provider.Behaviour = new() { WantedOutput = 5_000, IgnoresCap = true };

        await AskAsync(Client(), isStream, "hello", new ChatOptions { MaxOutputTokens = 10 });

        Costs.Single().Amount.Should().BeGreaterThan(Costs.Single().Reserved);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WithReasoning_IsRecordedExactly(bool isStream)
    {
        Provider.Behaviour = new() { Reasoning = 500 };

        await AskAsync(Client(), isStream, "hello");
    }

    [Theory]
    [InlineData(false, Unreported.Whole)]
    [InlineData(true, Unreported.Whole)]
    [InlineData(false, Unreported.Delivered)]
    [InlineData(true, Unreported.Delivered)]
    public async Task Call_WithoutUsage_IsChargedABound(bool isStream, Unreported unreported)
    {
        Provider.Behaviour = new() { OmitsUsage = true };

        await Try(() => AskAsync(Client(options => options.Unreported = unreported), isStream, "hello"));

        Costs.Single().Source.Should().BeOneOf(AICostSource.Whole, AICostSource.Delivered);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_CutOff_IsCharged(bool isStream)
    {
        Provider.Behaviour = new() { CutsOff = true };

        await Try(() => AskAsync(Client(), isStream, "hello"));

        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Fact]
    public async Task Stream_ThatEndsEarlyWithoutAnError_IsCharged()
    {
        Provider.Behaviour = new() { EndsEarly = true };

        await Try(() => AskAsync(Client(), isStream: true, "hello"));

        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_ThatStallsAndIsCancelled_IsCharged(bool isStream)
    {
        Provider.Behaviour = new() { Stalls = true };
        using var source = new CancellationTokenSource();
        var client = Client();

        var asked = isStream
            ? (Task)client.GetStreamingResponseAsync("hello", cancellationToken: source.Token).ReadAll()
            : client.GetResponseAsync("hello", cancellationToken: source.Token);
        await Waiting.Until(() => Volatile.Read(ref Provider.Stalled) == 1);
        await source.CancelAsync();
        await Try(() => asked);

        asked.IsCompletedSuccessfully.Should().BeFalse();
        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Fact]
    public async Task Stream_LeftEarly_IsCharged()
    {
        Provider.Behaviour = new() { Stalls = true };

        await foreach (var update in Client().Stream("hello"))
        {
            if (update.Text.Length > 0)
                break;
        }

        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_ThatFailsAfterItWasBilled_IsCharged(bool isStream)
    {
        Provider.Behaviour = new() { Status = 500, BillsFailures = true };

        await Try(() => AskAsync(Client(), isStream, "hello"));

        Provider.Requests.Should().Be(1);
        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WhoseEveryAttemptIsBilled_IsChargedThemAll(bool isStream)
    {
        Provider.Behaviour = new() { Status = 500, BillsFailures = true };

        await Try(() => AskAsync(Client(options => options.BillableAttempts = Door.Attempts, repeats: true), isStream, "hello"));

        Provider.Requests.Should().Be(Door.Attempts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WhoseAnswerCannotBeRead_IsCharged(bool isStream)
    {
        Provider.Behaviour = new() { IsGarbled = true };

        await Try(() => AskAsync(Client(), isStream, "hello"));

        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, true)]
    [InlineData(403, false)]
    [InlineData(404, true)]
    [InlineData(429, false)]
    [InlineData(429, true)]
    public async Task Call_ThatIsNotBilled_IsReleased(int status, bool isStream)
    {
        Provider.Behaviour = new() { Status = status };

        (await Try(() => AskAsync(Client(), isStream, "hello"))).Should().NotBeNull();

        Budget.Spent.Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_ThatIsRepeatedAfterALimitOfRates_IsRecordedExactly(bool isStream)
    {
        Provider.Behaviour = new() { Status = 429, Failures = 2 };

        await AskAsync(Client(repeats: true), isStream, "hello");

        Provider.Requests.Should().Be(3);
        Costs.Single().Source.Should().Be(AICostSource.Usage);
    }

    [Fact]
    public async Task Call_ThatFindsNoServer_IsReleased()
    {
        var client = Client();
        await Provider.DisposeAsync();

        (await Try(() => client.Ask("hello"))).Should().NotBeNull();

        Budget.Spent.Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_OfADatedModel_IsRecordedAtItsPrice(bool isStream)
    {
        Provider.Behaviour = new() { AnswersAs = FakeRates.DatedModel };

        await AskAsync(Client(), isStream, "hello");

        Costs.Single().Model.Should().Be(FakeRates.DatedModel);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task ToolLoop_OfOddTexts_IsBoundedByItsBytes(bool isStream, bool omitsUsage)
    {
        // The provider makes a token of each byte, so a bound that misses anything is too small.
        Provider.Behaviour = new()
        {
            OmitsUsage = omitsUsage,
            ToolCalls = [.. Enumerable.Range(0, 6).Select(i => ("look_up", $$"""{"what":"{{OddTexts.All[i % OddTexts.All.Count]}}","count":{{i}}}"""))],
        };
        var options = new ChatOptions { Tools = [OddTexts.Tool], Instructions = "be kind \uFDFA", MaxOutputTokens = 2_000 };
        var agent = new ChatClientBuilder(Client()).UseFunctionInvocation().Build();

        await Try(() => AskAsync(agent, isStream, OddTexts.All.Select(text => new ChatMessage(ChatRole.User, text)), options));

        Costs.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WithAPictureAndASchema_IsBounded(bool isStream)
    {
        Provider.Behaviour = new() { OmitsUsage = true };
        var message = new ChatMessage(ChatRole.User, [new TextContent("what is it?"), new DataContent(new byte[50_000], "image/png")]);

        await Try(() => AskAsync(Client(), isStream, [message], new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<OddTexts.Answer>(), MaxOutputTokens = 200 }));

        Costs.Should().ContainSingle();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ToolLoop_OfTwentyCalls_HoldsLittleMoreThanItCosts(bool isStream)
    {
        Provider.Behaviour = new()
        {
            BytesOfToken = 4,
            ToolCalls = [.. Enumerable.Range(0, 19).Select(i => ("look_up", $$"""{"what":"{{new string('q', 100)}}","count":{{i}}}"""))],
        };
        var options = new ChatOptions { Tools = [OddTexts.Tool], Instructions = new string('i', 4000), MaxOutputTokens = 100 };
        var agent = new ChatClientBuilder(Client()).UseFunctionInvocation().Build();

        await AskAsync(agent, isStream, new string('p', 8000), options);

        Costs.Should().HaveCount(20);
        var bound = Costs.Sum(cost => cost.Reserved) - (20 * FakeRates.Of(0, 0, 0, 100, "priority"));
        var input = Costs.Sum(cost => FakeRates.Of(cost.Usage!.InputTokens!.Value, 0, cost.Usage.InputTokens.Value, 0, "priority"));
        (bound / input).Should().BeInRange(1m, 1.35m, "bytes alone would be four times as much");
    }

    private protected IChatClient Client(Action<AIBudgetOptions>? configure = null, bool repeats = false) =>
        Under(Door.NewClient(Provider.Address, FakeRates.Model, repeats, Http), Door.EndpointAt(Provider.Address), configure);

    private protected static async Task<Exception?> Try(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            return exception;
        }
    }
}

public sealed class ChatCompletionsTests : ClientContract<ChatCompletionsDoor>;

public sealed class ResponsesTests : ClientContract<ResponsesDoor>;

public sealed class MessagesTests : ClientContract<MessagesDoor>;
