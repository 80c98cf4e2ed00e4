namespace BudgetEnforcement.AI.Tests.Prices;

/// <summary>What a price may not say.</summary>
public sealed class ModelPriceRuleTests
{
    private static readonly TokenRates Rates = new() { Input = 2m, Output = 8m };

    public static TheoryData<TokenRates, string> WrongRates => new()
    {
        { Rates with { Input = -0.01m }, "Input" },
        { Rates with { Output = -1m }, "Output" },
        { Rates with { CachedInput = -1m }, "CachedInput" },
        { Rates with { CacheWrite = -1m }, "CacheWrite" },
        { Rates with { CacheWrite1h = -1m }, "CacheWrite1h" },
        { Rates with { InputAudio = -1m }, "InputAudio" },
        { Rates with { CachedAudio = -1m }, "CachedAudio" },
        { Rates with { InputImage = -1m }, "InputImage" },
        { Rates with { Reasoning = -1m }, "Reasoning" },
        { Rates with { OutputAudio = -1m }, "OutputAudio" },
        { Rates with { OutputImage = -1m }, "OutputImage" },
        { Rates with { PerRequest = -1m }, "PerRequest" },
        { Rates with { PerThousandWebSearches = -1m }, "PerThousandWebSearches" },
        { Rates with { Input = 1_000_000_001m }, "Input" },
        { Rates with { Input = 0.1234567890123456789m }, "Input" },
        { Rates with { Input = 10.12345678901234567m }, "Input" },
        { Rates with { PerRequest = 0.000000000000000001m }, "Input" },
        { Rates with { Input = decimal.MaxValue }, "Input" },
    };

    public static TheoryData<PriceRow> WrongRows => new()
    {
        { new PriceRow() { Rates = Rates, From = new(2026, 9, 1), Until = new(2026, 9, 1) } },
        { new PriceRow() { Rates = Rates, From = new(2026, 9, 2), Until = new(2026, 9, 1) } },
        { new PriceRow() { Rates = Rates, StartTime = new(1, 0) } },
        { new PriceRow() { Rates = Rates, EndTime = new(1, 0) } },
        { new PriceRow() { Rates = Rates, StartTime = new(1, 0), EndTime = new(1, 0) } },
        { new PriceRow() { Rates = Rates, AboveInputTokens = -1 } },
        { new PriceRow() { Rates = Rates, ServiceTier = "" } },
        { new PriceRow() { Rates = Rates, ServiceTier = "Default" } },
        { new PriceRow() { Rates = Rates, OnlyOnRequest = true } },
    };

    [Theory]
    [MemberData(nameof(WrongRates))]
    public void Constructor_WithARateThatCannotBe_NamesIt(TokenRates rates, string name) =>
        FluentActions.Invoking(() => new ModelPrice(rates)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName(name);

    [Fact]
    public void Constructor_WithNegativeZeros_TakesThemForZero()
    {
        var none = decimal.Negate(0m);
        var rates = new TokenRates
        {
            Input = none, Output = none, CachedInput = none, CacheWrite = none, CacheWrite1h = none, InputAudio = none, CachedAudio = none, InputImage = none,
            Reasoning = none, OutputAudio = none, OutputImage = none, PerRequest = none, PerThousandWebSearches = none,
        };

        var price = new ModelPrice(rates);

        decimal.IsNegative(none).Should().BeTrue();
        price.Cost(new AIUsage { InputTokens = 9, OutputTokens = 9, WebSearches = 9 }, DateTimeOffset.UnixEpoch).Should().Be(0m);
        price.Maximum(new AIBound { InputTokens = 9, OutputTokens = 9, WebSearches = 9 }, DateTimeOffset.UnixEpoch).Should().Be(0m);
    }

    [Theory]
    [MemberData(nameof(WrongRows))]
    public void Constructor_WithARowThatCannotBe_Refuses(PriceRow row) => FluentActions.Invoking(() => new ModelPrice([row])).Should().Throw<ArgumentException>();

    [Fact]
    public void Constructor_WithoutRows_Refuses()
    {
        FluentActions.Invoking(() => new ModelPrice([])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ModelPrice((IEnumerable<PriceRow>)null!)).Should().Throw<ArgumentNullException>().WithParameterName("rows");
        FluentActions.Invoking(() => new ModelPrice((TokenRates)null!)).Should().Throw<ArgumentNullException>().WithParameterName("rates");
        FluentActions.Invoking(() => new ModelPrice([null!])).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new ModelPrice([new() { Rates = null! }])).Should().Throw<ArgumentNullException>();
    }

    [Theory]
    [InlineData("0.123456789012345678")]
    [InlineData("1000000000")]
    [InlineData("0.30000000000000000000000000")]
    public void Constructor_WithARateOfManyDigits_Takes(string rate)
    {
        var rates = new TokenRates { Input = decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture), Output = 0.5m };

        new ModelPrice(rates).Rows.Should().ContainSingle().Which.Rates.Should().BeSameAs(rates);
    }

    [Fact]
    public void Rows_ThatAreChangedAfterwards_ChangeNothing()
    {
        List<PriceRow> rows = [new() { Rates = Rates }];
        List<UnpricedTier> tiers = [new() { Name = "priority" }];
        var price = new ModelPrice(rows) { UnpricedTiers = tiers };

        rows.Clear();
        tiers.Clear();

        price.Rows.Should().HaveCount(1);
        price.UnpricedTiers.Should().Equal(new UnpricedTier { Name = "priority" });
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("default", null)]
    [InlineData("priority", 0.9)]
    [InlineData("priority", 1001.0)]
    public void UnpricedTiers_ThatCannotBe_AreRefused(string name, double? times) =>
        FluentActions.Invoking(() => new ModelPrice(Rates) { UnpricedTiers = [new() { Name = name, AtMostTimes = (decimal?)times }] }).Should().Throw<ArgumentException>();
}
