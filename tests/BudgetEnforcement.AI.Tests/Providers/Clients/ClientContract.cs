using BudgetEnforcement.AI.Tests.Providers.Fake;
using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Providers.Clients;

/// <summary>What must hold with the client of every provider, streaming and not.</summary>
public abstract class ClientContract<TDoor> : ProviderTest
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

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Call_WithInputInTheUsersOwnRequest_IsBoundedWithIt(bool isStream, bool omitsUsage)
    {
        Provider.Behaviour = new() { OmitsUsage = omitsUsage, WantedOutput = 10_000 };
        var options = new ChatOptions { Instructions = "be kind", Tools = [OddTexts.Tool], RawRepresentationFactory = _ => Door.NewOwn(new(Text: string.Concat(OddTexts.All) + new string('x', 20_000), Cap: 500)) };

        await Try(() => AskAsync(Client(), isStream, "hello", options));

        Provider.Received.Single().GetRawText().Length.Should().BeGreaterThan(20_000, "the client sends what the user's factory made");
        Costs.Single().Reserved.Should().BeInRange(0.08m, 0.35m, "it is read, and bounded by what it says");
    }

    [Theory]
    [InlineData(false, 9_000)]
    [InlineData(true, 9_000)]
    [InlineData(false, 40)]
    public async Task Call_WithACapInTheUsersOwnRequest_IsBoundedByIt(bool isStream, int cap)
    {
        Provider.Behaviour = new() { OmitsUsage = true, WantedOutput = 20_000 };

        await Try(() => AskAsync(Client(), isStream, "hello", new ChatOptions { RawRepresentationFactory = _ => Door.NewOwn(new(Cap: cap)) }));

        Costs.Single().Reserved.Should().BeInRange(cap * 16m / 1_000_000m, (cap * 16m / 1_000_000m) + 0.01m);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Call_WithAnotherModelInTheUsersOwnRequest_IsBoundedAndPricedAsThatOne(bool isStream, bool omitsUsage)
    {
        Provider.Behaviour = new() { OmitsUsage = omitsUsage, WantedOutput = 2_000 };

        await Try(() => AskAsync(Client(), isStream, "hello", new ChatOptions { MaxOutputTokens = 1_000, RawRepresentationFactory = _ => Door.NewOwn(new(Model: FakeRates.LargeModel, Cap: 1_000)) }));

        Costs.Single().Reserved.Should().BeGreaterThan(1_000 * 5 * 16m / 1_000_000m);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WithAnUnknownPartInTheUsersOwnRequest_IsBoundedByTheModelAndHoldsTheAllowance(bool isUnknown)
    {
        Budget = NewBudget(20m);
        Provider.Behaviour = new() { OmitsUsage = true, WantedOutput = 50_000 };

        await Try(() => AskAsync(Client(), false, "hello", new ChatOptions { RawRepresentationFactory = _ => isUnknown ? new object() : Door.NewOwn(new(HasOther: true)) }));

        // 400,000 tokens of input and 32,000 of output in the dearest tier.
        Costs.Single().Reserved.Should().Be((400_000 * 5m / 1_000_000m) + (32_000 * 16m / 1_000_000m) + 0.10m);
        Logger.Collector.GetSnapshot().Should().Contain(record => record.Id.Name == "AICallUnbounded");
    }

    [Fact]
    public async Task Call_WhoseOwnRequestSearchesTheWeb_HoldsTheAllowance()
    {
        await AskAsync(Client(), false, "hello", new ChatOptions { RawRepresentationFactory = _ => Door.NewOwn(new(IsSearching: true, Cap: 100)) });

        Costs.Single().Reserved.Should().BeGreaterThan(0.10m);
    }

    [Fact]
    public async Task Call_WithAFactoryThatMakesNothing_IsBoundedAsOneWithout()
    {
        await AskAsync(Client(), false, "hello");
        await AskAsync(Client(), false, "hello", new ChatOptions { RawRepresentationFactory = _ => null });

        Costs[1].Reserved.Should().BeInRange(Costs[0].Reserved, Costs[0].Reserved + 0.0002m);
    }

    [Fact]
    public async Task Call_WhoseFactoryMakesADifferentRequestEachTime_SendsTheOneThatWasBounded()
    {
        var times = 0;

        await AskAsync(Client(), false, "hello", new ChatOptions { RawRepresentationFactory = _ => Door.NewOwn(new(Cap: 10 * ++times)) });

        times.Should().Be(1);
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
