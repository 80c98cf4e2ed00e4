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
        var options = byFactory ? new ChatOptions { RawRepresentationFactory = _ => new object() } : new ChatOptions { AdditionalProperties = new() { ["service_tier"] = "priority" } };
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

    [Theory]
    [InlineData("priority", 250)]
    [InlineData(null, 100)]
    public async Task Call_AnsweredInATierWithoutAPrice_IsChargedNoLessThanItCanCost(string? tier, int percent)
    {
        // The project has chosen the tier, and no request says so. The provider makes all that the cap allows.
        (Model.WantedOutput, Model.RateOfAnswer) = (10_000, FakeModel.OutputRate * percent / 100);
        var used = new AIUsage { InputTokens = 9, OutputTokens = 1_000, ServiceTier = tier };

        await ClientOf(Budget, it => (it.Prices, it.ReadUsage) = (BookWithUnpriced(2.5m), _ => used)).Ask([_message], new ChatOptions { MaxOutputTokens = 1_000 });

        Costs.Single().Source.Should().Be(tier is null ? AICostSource.Usage : AICostSource.Whole);
        Costs.Single().Amount.Should().BeGreaterThanOrEqualTo(Bills.Total);
        if (tier is not null)
            Bills.Add(0m, isReported: false); // No price of it is known, so the cost is a bound.
    }

    [Fact]
    public async Task Call_AnsweredInATierWithoutAPriceBeyondItsCap_IsChargedTheMostThatItCanCost()
    {
        (Model.WantedOutput, Model.IgnoresCap, Model.RateOfAnswer) = (50_000, true, FakeModel.OutputRate * 2.5m);
        var used = new AIUsage { InputTokens = 9, OutputTokens = 50_000, ServiceTier = "priority" };

        await ClientOf(Budget, it => (it.Prices, it.ReadUsage) = (BookWithUnpriced(2.5m), _ => used)).Ask([_message], new ChatOptions { MaxOutputTokens = 10 });

        Costs.Single().Amount.Should().BeGreaterThanOrEqualTo(FakeModel.CostOf(9, 50_000, FakeModel.OutputRate * 2.5m));
        Bills.Add(0m, isReported: false);
    }

    [Fact]
    public async Task Bound_WhereTheUserSaysTheTier_ReckonsWithThatOne()
    {
        await ClientOf(Budget, it => it.Prices = BookWithUnpriced(2.5m)).Ask([_message]);
        await ClientOf(Budget, it => (it.Prices, it.ServiceTier) = (BookWithUnpriced(2.5m), "default")).Ask([_message]);

        Costs[0].Reserved.Should().Be(2.5m * Costs[1].Reserved);
    }

    [Fact]
    public async Task Bound_WhereNotEvenTheMostOfATierIsKnown_IsThatOfTheDearestModel()
    {
        await ClientOf(Budget, it => it.Prices = BookWithUnpriced(null)).Ask([_message]);

        Costs.Single().Reserved.Should().BeGreaterThan(8_192 * 600m / 1_000_000m);
    }

    [Theory]
    [InlineData("https://api.openai.com/v1", "gpt-4o-mini", 2.5)]
    [InlineData("https://my.openai.azure.com/", "gpt-4o-mini", 2.5)]
    [InlineData("https://generativelanguage.googleapis.com/v1beta", "gemini-2.5-flash", 1.0)]
    public void Bound_OfTheEmbeddedPrices_ReckonsWithTheTiersThatTheProviderCanChoose(string endpoint, string model, double times)
    {
        PriceBook.Embedded.TryFind(new Uri(endpoint), null, model, out var price).Should().BeTrue();
        var bound = new AIBound { InputTokens = 1_000, OutputTokens = 1_000, Without = AIKinds.InputAudio | AIKinds.OutputAudio };

        price!.Maximum(bound, PriceBook.Embedded.AsOf.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc))
            .Should().Be((decimal)times * price.Maximum(bound with { ServiceTier = "default" }, PriceBook.Embedded.AsOf.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)));
    }

    private static PriceBook BookWithUnpriced(decimal? times) =>
        PriceBook.Embedded.With(FakeModel.Name, new ModelPrice(Rates) { Reasons = false, UnpricedTiers = [new() { Name = "priority", AtMostTimes = times }] });

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
