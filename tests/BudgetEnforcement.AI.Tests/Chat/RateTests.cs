using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Chat;

/// <summary>Which rates a bound reckons with: the dearest that can apply to the request, and no others.</summary>
public sealed class RateTests : BilledTest
{
    private static readonly TokenRates Rates = new() { Input = FakeModel.InputRate, Output = FakeModel.OutputRate };
    private readonly ChatMessage _message = new(ChatRole.User, "hello");

    public RateTests() => Budget = NewBudget(1000m);

    [Fact]
    public async Task Bound_OfARequestWithAudio_ReckonsWithItsRate() =>
        (await BoundAsync(Rates with { InputAudio = 100m }, () => _message.Contents.Add(new DataContent(new byte[80], "audio/wav")))).Should().BeTrue();

    [Fact]
    public async Task Bound_OfARequestWithAPicture_ReckonsWithItsRate() =>
        (await BoundAsync(Rates with { InputImage = 100m }, () => _message.Contents.Add(new DataContent(new byte[80], "image/png")))).Should().BeTrue();

    [Fact]
    public async Task Bound_OfARequestThatMayAskForALongCache_ReckonsWithItsRate() =>
        (await BoundAsync(Rates with { CacheWrite1h = 100m }, () => _message.Contents[0].AdditionalProperties = new() { ["cache"] = "1h" })).Should().BeTrue();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bound_OfARequestThatMayAskForATier_ReckonsWithItsRate(bool byFactory)
    {
        var options = byFactory ? new ChatOptions { RawRepresentationFactory = _ => null } : new ChatOptions { AdditionalProperties = new() { ["service_tier"] = "priority" } };
        ModelPrice price = new([new PriceRow { Rates = Rates }, new PriceRow { Rates = Rates with { Input = 100m }, ServiceTier = "priority", OnlyOnRequest = true }]) { OutputLimit = 8_192 };

        await AskAsync(price, null);
        await AskAsync(price, options);

        Costs[1].Reserved.Should().BeGreaterThan(Costs[0].Reserved + 0.03m);
    }

    [Fact]
    public async Task Bound_OfARequestWithATierAmongOtherProperties_IsNotRaisedByTheOthers()
    {
        ModelPrice price = new([new PriceRow { Rates = Rates }, new PriceRow { Rates = Rates with { Input = 100m }, ServiceTier = "priority", OnlyOnRequest = true }]);

        await AskAsync(price, null);
        await AskAsync(price, new ChatOptions { AdditionalProperties = new() { ["user"] = "ann" } });

        Costs[1].Reserved.Should().BeInRange(Costs[0].Reserved, Costs[0].Reserved + 0.0001m);
    }

    [Fact]
    public async Task Bound_OfInputThatTheProviderMayCache_ReckonsWithThePriceOfWriting()
    {
        await AskAsync(new ModelPrice(Rates), null);
        await AskAsync(new ModelPrice(Rates with { CacheWrite = 100m }), null);

        Costs[1].Reserved.Should().BeGreaterThan(Costs[0].Reserved + 0.03m);
    }

    /// <returns>Whether the bound reckons with a dear kind of tokens with the change, and not without it.</returns>
    private async Task<bool> BoundAsync(TokenRates withKind, Action change)
    {
        await AskAsync(new ModelPrice(Rates), null);
        await AskAsync(new ModelPrice(withKind), null);
        change();
        await AskAsync(new ModelPrice(Rates), null);
        await AskAsync(new ModelPrice(withKind), null);
        return Costs[1].Reserved == Costs[0].Reserved && Costs[3].Reserved > Costs[2].Reserved + 0.03m;
    }

    private Task<ChatResponse> AskAsync(ModelPrice price, ChatOptions? options) =>
        Client(it => it.Prices = PriceBook.Embedded.With(FakeModel.Name, price)).Ask([_message], options);
}
