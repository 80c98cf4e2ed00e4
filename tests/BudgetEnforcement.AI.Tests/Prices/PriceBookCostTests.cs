namespace BudgetEnforcement.AI.Tests.Prices;

/// <summary>What an answer costs by a book.</summary>
public sealed class PriceBookCostTests
{
    private static readonly Uri Anthropic = new("https://api.anthropic.com");

    private static readonly DateTimeOffset At = new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly AIUsage Million = new() { InputTokens = 1_000_000, OutputTokens = 0 };

    private static readonly ModelPrice Own = new(new TokenRates { Input = 7m, Output = 7m });

    [Fact]
    public void Cost_OfAnAnswerOfAnotherModel_IsThatOfTheOneThatAnswered() =>
        PriceBook.Embedded.Cost(Anthropic, null, "claude-haiku-4-5", Million with { Model = "claude-opus-4-1-20250805" }, At).Should().Be(15m);

    [Fact]
    public void Cost_OfAnAnswerOfAnUnknownModel_IsThatOfTheOneThatWasAskedFor() =>
        PriceBook.Embedded.Cost(Anthropic, null, "claude-haiku-4-5", Million with { Model = "something-else" }, At).Should().Be(1m);

    [Fact]
    public void Cost_WithAPriceOfYourOwnForWhatWasAskedFor_IsThat() =>
        PriceBook.Embedded.With("my-deployment", Own).Cost(Anthropic, null, "my-deployment", Million with { Model = "claude-haiku-4-5" }, At).Should().Be(7m);

    [Fact]
    public void Cost_WithAPriceOfYourOwnForTheOneThatAnswered_IsThat() =>
        PriceBook.Embedded.With("claude-haiku-4-5", Own).Cost(Anthropic, null, "claude-opus-4-1", Million with { Model = "claude-haiku-4-5-20251001" }, At).Should().Be(7m);

    [Fact]
    public void Cost_OfAnUnknownModel_IsNotKnown() => PriceBook.Embedded.Cost(Anthropic, null, "unknown", Million, At).Should().BeNull();

    [Fact]
    public void Cost_WhereTheTotalIsMore_CountsTheRestAsOutput()
    {
        var google = new Uri("https://generativelanguage.googleapis.com/v1beta/openai");

        // As Gemini answered: 35 in, 12 out and 62 thoughts that only the total has.
        var usage = new AIUsage { InputTokens = 35, OutputTokens = 12, TotalTokens = 109 };

        PriceBook.Embedded.Cost(google, null, "gemini-2.5-pro", usage, At).Should().Be(((35 * 1.25m) + (74 * 10m)) / 1_000_000m);
    }

    [Fact]
    public void Cost_OfWhatWasUsedBeside_IsAtThePricesOfItsModels()
    {
        // As Anthropic answered, with an advisor and a compaction.
        var usage = new AIUsage
        {
            Model = "claude-sonnet-5",
            InputTokens = 2_390,
            OutputTokens = 121,
            Beside =
            [
                new AIUsage { Model = "claude-opus-4-8", InputTokens = 2_518, OutputTokens = 22 },
                new AIUsage { InputTokens = 100, OutputTokens = 82 },
            ],
        };

        PriceBook.Embedded.Cost(Anthropic, null, "claude-sonnet-5", usage, At).Should().Be(((2_490 * 2m) + (203 * 10m) + (2_518 * 5m) + (22 * 25m)) / 1_000_000m);
    }

    [Fact]
    public void Cost_OfAnUnknownModelThatWasAskedBeside_IsNotKnown() =>
        PriceBook.Embedded.Cost(Anthropic, null, "claude-haiku-4-5", Million with { Beside = [Million with { Model = "unknown" }] }, At).Should().BeNull();

    [Theory]
    [InlineData("standard", 5)]
    [InlineData("priority", 5)]
    [InlineData("us", 5.5)]
    [InlineData("fast", 30)]
    [InlineData("fast us", 33)]
    public void Cost_InATierOfAnthropic_IsThatOfItsSpeedAndPlace(string tier, decimal expected) =>
        PriceBook.Embedded.Cost(Anthropic, null, "claude-opus-4-6", Million with { ServiceTier = tier }, At).Should().Be(expected);

    [Theory]
    [InlineData("gpt-5.4-mini", "priority", 0.15)]
    [InlineData("gpt-5.4-mini", "default", 0.075)]
    [InlineData("gpt-4o", "priority", null)]
    public void Cost_InATierOfOpenAI_IsItsPriceOrNotKnown(string model, string tier, double? expected) =>
        PriceBook.Embedded.Cost(new Uri("https://api.openai.com/v1"), null, model, new AIUsage { InputTokens = 100_000, OutputTokens = 0, ServiceTier = tier }, At).Should().Be((decimal?)expected);

    [Fact]
    public void Cost_OfCacheWritesForAnHour_IsTwiceTheInput() =>
        PriceBook.Embedded.Cost(Anthropic, null, "claude-sonnet-4-6", Million with { CacheWriteTokens = 1_000_000, CacheWrite1hTokens = 1_000_000 }, At).Should().Be(6m);

    [Fact]
    public void Cost_OfSearches_IsACentEach() => PriceBook.Embedded.Cost(Anthropic, null, "claude-sonnet-4-6", Million with { WebSearches = 3 }, At).Should().Be(3.03m);

    [Theory]
    [InlineData("2026-08-31T23:59:59Z", 2)]
    [InlineData("2026-09-01T00:00:00Z", 3)]
    public void Cost_OfAnIntroductoryPrice_EndsOnItsDay(string at, int expected) =>
        PriceBook.Embedded.Cost(Anthropic, null, "claude-sonnet-5", Million, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)).Should().Be(expected);

    [Fact]
    public void Cost_OfWrongArguments_IsRefused()
    {
        PriceBook.Embedded.Invoking(book => book.Cost(null, null, null!, Million, At)).Should().Throw<ArgumentNullException>().WithParameterName("model");
        PriceBook.Embedded.Invoking(book => book.Cost(null, null, "m", null!, At)).Should().Throw<ArgumentNullException>().WithParameterName("usage");
    }
}
