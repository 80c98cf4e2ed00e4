namespace BudgetEnforcement.AI.Tests.Prices;

public sealed class ModelPriceCostTests
{
    private static readonly TokenRates Rates = new() { Input = 2m, Output = 8m };

    private static readonly DateTimeOffset At = new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Rates, what was used, and what that costs, reckoned by hand.</summary>
    public static TheoryData<TokenRates, AIUsage, decimal> Costs => new()
    {
        { Rates, Used(1_000_000, 0), 2m },
        { Rates, Used(0, 1_000_000), 8m },
        { Rates, Used(1, 1), 0.00001m },
        { Rates, Used(0, 0), 0m },
        { Rates, Used(1_000_000_000, 1_000_000_000), 10_000m },
        { new() { Input = 0m, Output = 0m }, Used(500, 500), 0m },
        { new() { Input = 0.18000000000000002m, Output = 0.08333333333333334m }, Used(3, 7), 0.00000112333333333333344m },

        // Cached input: with a price of its own, without one, free, and more of it than there is input.
        { Rates with { CachedInput = 0.5m }, Used(1_000, 0) with { CachedInputTokens = 900 }, 0.00065m },
        { Rates, Used(1_000, 0) with { CachedInputTokens = 900 }, 0.002m },
        { Rates with { CachedInput = 0m }, Used(1_000, 0) with { CachedInputTokens = 1_000 }, 0m },
        { Rates with { CachedInput = 0.5m }, Used(3, 0) with { CachedInputTokens = 9_000 }, 0.0045m },

        // Cache writes: for five minutes, for an hour, both, and without prices of their own.
        { Rates with { CacheWrite = 2.5m }, Used(1_000, 0) with { CacheWriteTokens = 400 }, 0.0022m },
        { Rates with { CacheWrite = 2.5m, CacheWrite1h = 4m }, Used(1_000, 0) with { CacheWriteTokens = 400, CacheWrite1hTokens = 100 }, 0.00235m },
        { Rates with { CacheWrite = 2.5m, CacheWrite1h = 4m }, Used(1_000, 0) with { CacheWrite1hTokens = 100 }, 0.0022m },
        { Rates with { CacheWrite = 2.5m }, Used(1_000, 0) with { CacheWriteTokens = 400, CacheWrite1hTokens = 400 }, 0.0022m },
        { Rates, Used(1_000, 0) with { CacheWriteTokens = 400, CacheWrite1hTokens = 400 }, 0.002m },
        { Rates with { CachedInput = 0.2m, CacheWrite = 2.5m }, Used(1_000, 10) with { CachedInputTokens = 600, CacheWriteTokens = 300 }, 0.00115m },

        // Audio and images: a kind without a price costs what text does.
        { Rates with { InputAudio = 10m }, Used(1_000, 0) with { InputAudioTokens = 600 }, 0.0068m },
        { Rates, Used(1_000, 0) with { InputAudioTokens = 600, InputImageTokens = 200 }, 0.002m },
        { Rates with { InputAudio = 10m, CachedInput = 0.5m, CachedAudio = 1m }, Used(1_000, 0) with { CachedInputTokens = 500, InputAudioTokens = 600, CachedAudioTokens = 200 }, 0.00455m },
        { Rates with { InputAudio = 10m, CachedInput = 0.5m }, Used(1_000, 0) with { CachedInputTokens = 200, InputAudioTokens = 600, CachedAudioTokens = 200 }, 0.0049m },
        { Rates with { InputAudio = 10m }, Used(1_000, 0) with { CachedInputTokens = 200, InputAudioTokens = 600, CachedAudioTokens = 200 }, 0.0068m },
        { Rates with { InputImage = 3m }, Used(1_000, 0) with { InputImageTokens = 300 }, 0.0023m },
        { Rates with { InputImage = 3m, CachedInput = 0.5m }, Used(1_000, 0) with { CachedInputTokens = 100, InputImageTokens = 300, CachedImageTokens = 100 }, 0.00205m },
        { Rates with { OutputAudio = 20m }, Used(0, 1_000) with { OutputAudioTokens = 100 }, 0.0092m },
        { Rates with { OutputImage = 120m }, Used(33, 2_309) with { OutputImageTokens = 1_120, ReasoningTokens = 529 }, 0.143978m },
        { Rates, Used(0, 1_000) with { OutputAudioTokens = 100, OutputImageTokens = 100, ReasoningTokens = 700 }, 0.008m },
        { Rates with { Reasoning = 3m }, Used(0, 1_000) with { ReasoningTokens = 700 }, 0.0045m },

        // By the request and by the search.
        { Rates with { PerRequest = 0.012m }, Used(1_000, 0), 0.014m },
        { Rates with { PerRequest = 0.012m }, Used(1_000, 0) with { Requests = 3 }, 0.038m },
        { Rates with { PerThousandWebSearches = 10m }, Used(1_000, 0) with { WebSearches = 2 }, 0.022m },
        { Rates with { PerThousandWebSearches = 0m }, Used(1_000, 0) with { WebSearches = 2 }, 0.002m },
        { Rates, Used(1_000, 0) with { WebSearches = 0 }, 0.002m },

        // Embeddings make no output, and need not say so.
        { Rates with { Output = 0m }, new() { InputTokens = 1_000 }, 0.002m },
    };

    /// <summary>Usages without a known cost.</summary>
    public static TheoryData<AIUsage> Unknown => new()
    {
        { new AIUsage() },
        { new AIUsage { InputTokens = 1 } },
        { new AIUsage { OutputTokens = 1 } },
        { Used(-1, 1) },
        { Used(1, -1) },
        { Used(1_000_000_001, 1) },
        { Used(1, long.MaxValue) },
        { Used(1, 1) with { CachedInputTokens = -1 } },
        { Used(1, 1) with { CacheWriteTokens = long.MinValue } },
        { Used(1, 1) with { CacheWrite1hTokens = -1 } },
        { Used(1, 1) with { InputAudioTokens = -1 } },
        { Used(1, 1) with { CachedAudioTokens = -1 } },
        { Used(1, 1) with { InputImageTokens = -1 } },
        { Used(1, 1) with { CachedImageTokens = -1 } },
        { Used(1, 1) with { ReasoningTokens = -1 } },
        { Used(1, 1) with { OutputAudioTokens = -1 } },
        { Used(1, 1) with { OutputImageTokens = -1 } },
        { Used(1, 1) with { WebSearches = -1 } },
        { Used(1, 1) with { Requests = -1 } },
        { Used(1, 1) with { WebSearches = 1 } },
        { Used(1, 1) with { ServiceTier = "priority" } },
        { Used(1, 1) with { ServiceTier = "Priority" } },
    };

    [Theory]
    [MemberData(nameof(Costs))]
    public void Cost_OfWhatWasUsed_IsExact(TokenRates rates, AIUsage usage, decimal expected) => new ModelPrice(rates).Cost(usage, At).Should().Be(expected);

    [Theory]
    [MemberData(nameof(Unknown))]
    public void Cost_OfWhatCannotBePriced_IsNotKnown(AIUsage usage) => new ModelPrice(Rates) { UnpricedTiers = [new() { Name = "priority", AtMostTimes = 2m }] }.Cost(usage, At).Should().BeNull();

    [Theory]
    [InlineData(200_000, 2)]
    [InlineData(200_001, 4)]
    [InlineData(500_000, 4)]
    [InlineData(500_001, 6)]
    public void Cost_OfAGreatRequest_IsThatOfItsTierForEveryToken(long input, int rate)
    {
        var price = new ModelPrice([
            new() { Rates = Rates },
            new() { AboveInputTokens = 200_000, Rates = Rates with { Input = 4m } },
            new() { AboveInputTokens = 500_000, Rates = Rates with { Input = 6m } }]);

        price.Cost(Used(input, 0), At).Should().Be(input * rate / 1_000_000m);
    }

    [Fact]
    public void Cost_OfTheOutputOfAGreatRequest_IsThatOfTheTierOfItsInput()
    {
        var price = new ModelPrice([new() { Rates = Rates }, new() { AboveInputTokens = 10, Rates = Rates with { Output = 16m } }]);

        price.Cost(Used(10, 1_000_000) with { CachedInputTokens = 10 }, At).Should().Be(8.00002m);
        price.Cost(Used(11, 1_000_000) with { CachedInputTokens = 11 }, At).Should().Be(16.000022m, "cached tokens count for the size");
    }

    [Theory]
    [InlineData("2026-08-31T23:59:59.9999999Z", 2)]
    [InlineData("2026-09-01T00:00:00Z", 3)]
    [InlineData("2026-09-01T01:00:00+02:00", 2)]
    [InlineData("2026-08-31T20:00:00-04:00", 3)]
    [InlineData("2026-11-30T23:59:59Z", 3)]
    [InlineData("2026-12-01T00:00:00Z", 2)]
    [InlineData("0001-01-01T00:00:00Z", 2)]
    [InlineData("9999-12-31T23:59:59Z", 2)]
    public void Cost_OnADay_IsByTheRowsOfThatDayInUtc(string at, int rate)
    {
        var price = new ModelPrice([new() { Rates = Rates }, new() { From = new(2026, 9, 1), Until = new(2026, 12, 1), Rates = Rates with { Input = 3m } }]);

        price.Cost(Used(1_000_000, 0), Time(at)).Should().Be(rate);
    }

    [Theory]
    [InlineData("2026-08-21T00:29:59.9999999Z", 2)]
    [InlineData("2026-08-21T00:30:00Z", 1)]
    [InlineData("2026-08-21T16:29:59.9999999Z", 1)]
    [InlineData("2026-08-21T16:30:00Z", 2)]
    [InlineData("2026-08-21T02:30:00+02:00", 1)]
    public void Cost_AtAnHour_IsByTheRowsOfThatHourInUtc(string at, int rate)
    {
        var price = new ModelPrice([new() { Rates = Rates }, new() { StartTime = new(0, 30), EndTime = new(16, 30), Rates = Rates with { Input = 1m } }]);

        price.Cost(Used(1_000_000, 0), Time(at)).Should().Be(rate);
    }

    [Theory]
    [InlineData("2026-08-21T22:59:59Z", 2)]
    [InlineData("2026-08-21T23:00:00Z", 1)]
    [InlineData("2026-08-22T00:00:00Z", 1)]
    [InlineData("2026-08-22T05:59:59Z", 1)]
    [InlineData("2026-08-22T06:00:00Z", 2)]
    public void Cost_AtAnHourOfARowThatPassesMidnight_IsByThatRow(string at, int rate)
    {
        var price = new ModelPrice([new() { Rates = Rates }, new() { StartTime = new(23, 0), EndTime = new(6, 0), Rates = Rates with { Input = 1m } }]);

        price.Cost(Used(1_000_000, 0), Time(at)).Should().Be(rate);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData("", 2)]
    [InlineData("default", 2)]
    [InlineData("standard", 2)]
    [InlineData("STANDARD", 2)]
    [InlineData("ON_DEMAND", 2)]
    [InlineData("flex", 2)]
    [InlineData("priority", 4)]
    [InlineData("Priority", 4)]
    public void Cost_InAServiceTier_IsByItsRowOrTheOrdinaryOne(string? tier, int rate)
    {
        var price = new ModelPrice([new() { Rates = Rates }, new() { ServiceTier = "priority", Rates = Rates with { Input = 4m } }]) { UnpricedTiers = [new() { Name = "priority" }, new() { Name = "fast" }] };

        price.Cost(Used(1_000_000, 0) with { ServiceTier = tier }, At).Should().Be(rate);
        price.Cost(Used(1_000_000, 0) with { ServiceTier = "fast" }, At).Should().BeNull();
    }

    [Fact]
    public void Cost_WhereSeveralRowsApply_IsByTheLast()
    {
        var price = new ModelPrice([
            new() { Rates = Rates },
            new() { AboveInputTokens = 100, Rates = Rates with { Input = 5m } },
            new() { From = new(2026, 8, 21), Rates = Rates with { Input = 3m } }]);

        price.Cost(Used(1_000_000, 0), At).Should().Be(3m, "the newer price has no tier any more");
        price.Cost(Used(1_000_000, 0), At.AddDays(-1)).Should().Be(5m);
    }

    [Fact]
    public void Cost_WhereNoRowApplies_IsNotKnown()
    {
        var price = new ModelPrice([new() { From = new(2026, 9, 1), Rates = Rates }]);

        price.Cost(Used(1, 1), At).Should().BeNull();
        price.Maximum(new AIBound { InputTokens = 1 }, At).Should().BeNull();
    }

    [Fact]
    public void Cost_OfNothing_IsRefused() => new ModelPrice(Rates).Invoking(price => price.Cost(null!, At)).Should().Throw<ArgumentNullException>().WithParameterName("usage");

    private static AIUsage Used(long input, long output) => new() { InputTokens = input, OutputTokens = output };

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
