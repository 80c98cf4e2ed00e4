using System.Globalization;
using System.Text.RegularExpressions;
using BudgetEnforcement.AI.Tests.Support;
using BudgetEnforcement.Tests;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Chat;

public sealed class PriceTests : BilledTest
{
    [Fact]
    public async Task GetResponse_OfAModelWithoutAPrice_IsNotMadeAndSaysHowToGiveOne()
    {
        var refused = await Client(options => options.Prices = PriceBook.Embedded).Awaiting(client => client.Ask("hello"))
            .Should().ThrowAsync<UnknownPriceException>();

        (refused.Which.Model, refused.Which.Endpoint).Should().Be((FakeModel.Name, new Uri("http://fake.test/v1")));
        refused.Which.Message.Should().Contain("""With("fake-1", new ModelPrice(""").And.Contain("""ModelNames["fake-1"]""");
        Model.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task GetResponse_OfADeployment_HasThePriceOfItsModel()
    {
        Model.AnswersAs = "my-deployment";

        await Client(options => options.ModelNames["My-Deployment"] = FakeModel.Name).Ask("hello", new ChatOptions { ModelId = "my-deployment" });

        Costs.Single().Source.Should().Be(AICostSource.Usage);
    }

    [Fact]
    public async Task GetResponse_AnsweredByAnotherModel_HasThePriceOfThatOne()
    {
        Model.AnswersAs = "fake-1-2026-01-01";
        Model.RateOfAnswer = 7m;

        await Client(options => options.Prices = options.Prices.With("fake-1-2026-01-01", new ModelPrice(new TokenRates { Input = FakeModel.InputRate, Output = 7m })))
            .Ask("hello");

        Costs.Single().Model.Should().Be("fake-1-2026-01-01");
    }

    [Fact]
    public async Task GetResponse_AnsweredByAModelThatNobodyKnows_HasThePriceOfTheOneThatWasAsked()
    {
        Model.AnswersAs = "fake-of-next-year";

        await Client().Ask("hello");

        Costs.Single().Source.Should().Be(AICostSource.Usage);
    }

    [Fact]
    public async Task GetResponse_WithoutAPriceAndAssumedMaximum_IsChargedTheDearestAndWarnsOnce()
    {
        Model.RateOfAnswer = 0m;
        Budget = NewBudget(100m);
        var client = Client(options => (options.Prices, options.UnknownPrice) = (PriceBook.Embedded, UnknownPrice.AssumeMaximum));
        Model.Reports = false;

        await client.Ask("hello");
        await client.Ask("hello");

        Budget.Spent.Should().BeGreaterThan(2 * 8192 * 600m / 1_000_000m);
        Logger.Collector.GetSnapshot().Should().ContainSingle(record => record.Id.Name == "AIPriceAssumed");
    }

    [Theory]
    [InlineData("input", 150)]
    [InlineData("cacheWrite1h", 150)]
    [InlineData("output", 600)]
    [InlineData("outputAudio", 600)]
    [InlineData("outputImage", 600)]
    [InlineData("thousandSearches", 25)]
    [InlineData("request", 0.025)]
    [InlineData("inputLimit", ChatQuotes.LargestInput)]
    [InlineData("outputLimit", OutputBound.MostOfAnyModel)]
    public void Maximum_OfEveryKind_IsNotBelowAnyOfTheBook(string key, double assumed)
    {
        var prices = RepositoryFiles.Read("src", "BudgetEnforcement.AI", "Prices", "prices.json");

        Regex.Matches(prices, $"\"{key}\":(?<number>[0-9.]+)").Select(match => double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture))
            .Should().NotBeEmpty().And.OnlyContain(number => number <= assumed);
    }

    [Fact]
    public void Maximum_OfTheAssumedPrice_HasTheseRates()
    {
        ModelPrices.Maximum.Maximum(new AIBound { InputTokens = 1_000_000, OutputTokens = 1_000_000, WebSearches = 1_000 }, default).Should().Be(150m + 600m + 25m + 0.025m);
    }

    [Fact]
    public async Task GetResponse_WithoutAPriceAndFree_CostsNothing()
    {
        var free = NewBudget(0m);

        await ClientOf(free, options => (options.Prices, options.UnknownPrice) = (PriceBook.Embedded, UnknownPrice.Free)).Ask("hello");

        (free.Spent, Costs.Single().Amount).Should().Be((0m, 0m));
        Budget.AddCost(Bills.Total); // What a model of one's own would have cost.
    }

    [Fact]
    public async Task GetResponse_WithoutTheNameOfAModel_SaysSo()
    {
        var nameless = new ChatClientBuilder(new NamelessClient(Model)).UseBudget(Budget).Build();

        await nameless.Awaiting(client => client.Ask("hello")).Should().ThrowAsync<UnknownPriceException>().WithMessage("*ChatOptions.ModelId*");
    }

    [Fact]
    public async Task GetResponse_InAnotherCurrency_WarnsOnce()
    {
        Budget = new BudgetEnforcer(new BudgetOptions { Limit = 1m, Currency = "EUR" }, Logger);
        Model.RateOfAnswer = 0m;
        Model.Reports = false;
        var client = Client(options => (options.Prices, options.UnknownPrice) = (PriceBook.Embedded, UnknownPrice.Free));

        await client.Ask(string.Empty);
        await client.Ask(string.Empty);

        Logger.Collector.GetSnapshot().Should().ContainSingle(record => record.Id.Name == "AICurrencyDiffers");
        Budget.AddCost(Bills.Total);
    }

    private sealed class NamelessClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata() : base.GetService(serviceType, serviceKey);
    }
}
