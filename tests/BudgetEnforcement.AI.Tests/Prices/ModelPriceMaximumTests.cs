namespace BudgetEnforcement.AI.Tests.Prices;

public sealed class ModelPriceMaximumTests
{
    private const AIKinds Everything = AIKinds.CacheWrite | AIKinds.CacheWrite1h | AIKinds.InputAudio | AIKinds.InputImage | AIKinds.OutputAudio | AIKinds.OutputImage;

    private static readonly TokenRates Rates = new() { Input = 2m, Output = 8m, CachedInput = 0.5m };

    private static readonly DateTimeOffset At = new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Rates, what cannot occur, and the most that a million tokens of input and of output cost.</summary>
    public static TheoryData<TokenRates, AIKinds, decimal, decimal> Kinds => new()
    {
        { Rates, AIKinds.None, 2m, 8m },
        { Rates, Everything, 2m, 8m },
        { Rates with { CachedInput = 3m }, Everything, 3m, 8m },
        { Rates with { CacheWrite = 2.5m }, AIKinds.None, 2.5m, 8m },
        { Rates with { CacheWrite = 2.5m }, AIKinds.CacheWrite, 2.5m, 8m },
        { Rates with { CacheWrite = 2.5m }, AIKinds.CacheWrite | AIKinds.CacheWrite1h, 2m, 8m },
        { Rates with { CacheWrite = 2.5m, CacheWrite1h = 4m }, AIKinds.None, 4m, 8m },
        { Rates with { CacheWrite = 2.5m, CacheWrite1h = 4m }, AIKinds.CacheWrite1h, 2.5m, 8m },
        { Rates with { InputAudio = 10m }, AIKinds.None, 10m, 8m },
        { Rates with { InputAudio = 10m }, AIKinds.InputAudio, 2m, 8m },
        { Rates with { CachedAudio = 11m }, AIKinds.None, 11m, 8m },
        { Rates with { CachedAudio = 11m }, AIKinds.InputAudio, 2m, 8m },
        { Rates with { InputImage = 3m }, AIKinds.None, 3m, 8m },
        { Rates with { InputImage = 3m }, AIKinds.InputImage, 2m, 8m },
        { Rates with { Reasoning = 9m }, Everything, 2m, 9m },
        { Rates with { OutputAudio = 20m }, AIKinds.None, 2m, 20m },
        { Rates with { OutputAudio = 20m }, AIKinds.OutputAudio, 2m, 8m },
        { Rates with { OutputImage = 120m }, AIKinds.None, 2m, 120m },
        { Rates with { OutputImage = 120m }, AIKinds.OutputImage, 2m, 8m },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Maximum_OfABound_IsAtTheDearestKindThatCanOccur(TokenRates rates, AIKinds without, decimal input, decimal output)
    {
        var price = new ModelPrice(rates);

        price.Maximum(new AIBound { InputTokens = 1_000_000, Without = without }, At).Should().Be(input);
        price.Maximum(new AIBound { OutputTokens = 1_000_000, Without = without }, At).Should().Be(output);
    }

    [Fact]
    public void Maximum_WithFees_ContainsThemOnce()
    {
        var price = new ModelPrice(Rates with { PerRequest = 0.012m, PerThousandWebSearches = 10m });

        price.Maximum(default, At).Should().Be(0.012m);
        price.Maximum(new AIBound { InputTokens = 1_000, OutputTokens = 100, WebSearches = 3 }, At).Should().Be(0.0448m);
    }

    [Fact]
    public void Maximum_WithSearchesOfNoKnownPrice_IsNotKnown() => new ModelPrice(Rates).Maximum(new AIBound { WebSearches = 1 }, At).Should().BeNull();

    [Theory]
    [InlineData(10, 0.00002)]
    [InlineData(11, 0.000044)]
    public void Maximum_OfAGreatBound_IsThatOfItsTier(long input, double expected)
    {
        var price = new ModelPrice([new() { Rates = Rates }, new() { AboveInputTokens = 10, Rates = Rates with { Input = 4m } }]);

        price.Maximum(new AIBound { InputTokens = input }, At).Should().Be((decimal)expected);
    }

    [Fact]
    public void Maximum_WhereGreatRequestsAreCheaper_IsThatOfAGreatestSmallOne()
    {
        var price = new ModelPrice([new() { Rates = Rates }, new() { AboveInputTokens = 1_000, Rates = Rates with { Input = 0.1m, CachedInput = null } }]);

        price.Maximum(new AIBound { InputTokens = 1_001 }, At).Should().Be(0.002m, "1,000 tokens cost more than 1,001 do");
        price.Maximum(new AIBound { InputTokens = 1_000_000 }, At).Should().Be(0.1m);
    }

    [Theory]
    [InlineData("2026-08-30T23:59:59Z", 2)]
    [InlineData("2026-08-31T00:00:00Z", 3)]
    [InlineData("2026-09-01T00:00:00Z", 3)]
    public void Maximum_BeforeARise_CountsItADayAhead(string at, int rate)
    {
        var price = new ModelPrice([new() { Rates = Rates }, new() { From = new(2026, 9, 1), Rates = Rates with { Input = 3m } }]);

        price.Maximum(new AIBound { InputTokens = 1_000_000 }, Time(at)).Should().Be(rate);
    }

    [Theory]
    [InlineData("2026-08-31T00:00:00Z", 2)]
    [InlineData("2026-09-01T00:00:00Z", 1)]
    public void Maximum_BeforeAFall_IsStillThatOfTheDay(string at, int rate)
    {
        var price = new ModelPrice([new() { Rates = Rates }, new() { From = new(2026, 9, 1), Rates = Rates with { Input = 1m, CachedInput = null } }]);

        price.Maximum(new AIBound { InputTokens = 1_000_000 }, Time(at)).Should().Be(rate);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(23)]
    public void Maximum_AtAnyHour_IsThatOfTheDearestHour(int hour)
    {
        var cheapNight = new ModelPrice([new() { Rates = Rates }, new() { StartTime = new(23, 0), EndTime = new(6, 0), Rates = Rates with { Input = 1m } }]);
        var dearNoon = new ModelPrice([new() { Rates = Rates }, new() { StartTime = new(12, 0), EndTime = new(12, 1), Rates = Rates with { Input = 9m } }]);

        cheapNight.Maximum(new AIBound { InputTokens = 1_000_000 }, At.Date.AddHours(hour)).Should().Be(2m);
        dearNoon.Maximum(new AIBound { InputTokens = 1_000_000 }, At.Date.AddHours(hour)).Should().Be(9m);
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData("auto", 4)]
    [InlineData("default", 2)]
    [InlineData("standard", 2)]
    [InlineData("flex", 2)]
    [InlineData("priority", 4)]
    [InlineData("fast", 12)]
    [InlineData("FAST", 12)]
    public void Maximum_InAServiceTier_IsTheDearestThatTheProviderCanChoose(string? tier, int rate)
    {
        var price = new ModelPrice([
            new() { Rates = Rates },
            new() { ServiceTier = "priority", Rates = Rates with { Input = 4m } },
            new() { ServiceTier = "fast", OnlyOnRequest = true, Rates = Rates with { Input = 12m } }]);

        price.Maximum(new AIBound { InputTokens = 1_000_000, ServiceTier = tier }, At).Should().Be(rate);
    }

    [Fact]
    public void Maximum_InACheapTier_IsThatOfTheOrdinaryOneWhichAnswersWhereItIsBusy()
    {
        var price = new ModelPrice([new() { Rates = Rates }, new() { ServiceTier = "flex", Rates = Rates with { Input = 1m } }]);

        price.Maximum(new AIBound { InputTokens = 1_000_000, ServiceTier = "flex" }, At).Should().Be(2m);
    }

    [Theory]
    [InlineData(null, false, 5)]
    [InlineData("auto", false, 5)]
    [InlineData("priority", false, 5)]
    [InlineData("default", false, 2)]
    [InlineData("flex", false, 2)]
    [InlineData(null, true, 2)]
    [InlineData("auto", true, 2)]
    [InlineData("Priority", true, 5)]
    public void Maximum_WhereATierHasNoPrice_IsTheMostThatItCanCost(string? tier, bool isOnlyOnRequest, int rate) =>
        new ModelPrice(Rates) { UnpricedTiers = [new() { Name = "priority", AtMostTimes = 2.5m, OnlyOnRequest = isOnlyOnRequest }] }
            .Maximum(new AIBound { InputTokens = 1_000_000, ServiceTier = tier }, At).Should().Be(rate);

    [Theory]
    [InlineData(null)]
    [InlineData("priority")]
    public void Maximum_WhereATierHasNoPriceAndNoLimit_IsNotKnown(string? tier) =>
        new ModelPrice(Rates) { UnpricedTiers = [new() { Name = "priority" }] }.Maximum(new AIBound { InputTokens = 1, ServiceTier = tier }, At).Should().BeNull();

    [Fact]
    public void Maximum_WhereATierWithoutAPriceHasARow_IsByTheRow() =>
        new ModelPrice([new() { Rates = Rates }, new() { ServiceTier = "priority", Rates = Rates with { Input = 3m } }]) { UnpricedTiers = [new() { Name = "priority", AtMostTimes = 9m }] }
            .Maximum(new AIBound { InputTokens = 1_000_000 }, At).Should().Be(3m);

    [Theory]
    [InlineData(-1, 0, 0, "InputTokens")]
    [InlineData(0, -1, 0, "OutputTokens")]
    [InlineData(0, 0, -1, "WebSearches")]
    [InlineData(1_000_000_001, 0, 0, "InputTokens")]
    [InlineData(0, long.MaxValue, 0, "OutputTokens")]
    public void Maximum_OfAnImpossibleBound_IsRefused(long input, long output, long searches, string name)
    {
        var bound = new AIBound { InputTokens = input, OutputTokens = output, WebSearches = searches };

        new ModelPrice(Rates).Invoking(price => price.Maximum(bound, At)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName(name);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public void Maximum_AtTheEndsOfTime_IsKnown(string at) => new ModelPrice(Rates).Maximum(new AIBound { InputTokens = 1_000_000 }, Time(at)).Should().Be(2m);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
