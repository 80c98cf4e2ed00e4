namespace BudgetEnforcement.AI.Tests.Providers.Fake;

/// <summary>What the fake provider bills, in its own arithmetic, and the same as a price of a book.</summary>
internal static class FakeRates
{
    internal const string Model = "fake-chat";
    internal const string DatedModel = "fake-chat-2026-01-01";
    internal const string LargeModel = "fake-large";
    internal const string EmbeddingModel = "fake-embedding";
    private const decimal Input = 2.00m;
    private const decimal Cached = 0.50m;
    private const decimal CacheWrite = 2.50m;
    private const decimal Output = 8.00m;
    private const int TimesLarge = 5;
    private const decimal Million = 1_000_000m;

    internal static ModelPrice Price { get; } = PriceOf(1);

    internal static ModelPrice LargePrice { get; } = PriceOf(TimesLarge);

    internal static ModelPrice EmbeddingPrice { get; } = new(new TokenRates { Input = Input, Output = 0m }) { InputLimit = 8_192 };

    internal static int TimesOf(string model) => model == LargeModel ? TimesLarge : 1;

    internal static decimal Of(long input, long cached, long cacheWrites, long output, string? tier) =>
        ((input - cached - cacheWrites) * Input + cached * Cached + cacheWrites * CacheWrite + output * Output) * (tier == "priority" ? 2 : 1) / Million;

    private static ModelPrice PriceOf(int times) => new([new PriceRow { Rates = Rates(times) }, new PriceRow { Rates = Rates(2 * times), ServiceTier = "priority" }])
    {
        InputLimit = 400_000,
        OutputLimit = 32_000,
        Reasons = false,
    };

    private static TokenRates Rates(int times) => new()
    {
        Input = Input * times,
        CachedInput = Cached * times,
        CacheWrite = CacheWrite * times,
        Output = Output * times,
    };
}
