namespace BudgetEnforcement.AI.Tests.Prices;

/// <summary>The code of the page about prices.</summary>
internal static class PricesPageSnippets
{
    internal static (decimal?, decimal?) Look()
    {
        #region looking
        var book = PriceBook.Embedded;
        if (!book.TryFind(new Uri("https://api.openai.com/v1"), provider: null, "gpt-5.4", out var price))
            throw new InvalidOperationException("Nobody knows what it costs.");

        var now = TimeProvider.System.GetUtcNow();
        var most = price.Maximum(new AIBound { InputTokens = 20_000, OutputTokens = 4_000, ServiceTier = "default" }, now); // 0.11
        var cost = price.Cost(new AIUsage { InputTokens = 18_000, CachedInputTokens = 10_000, OutputTokens = 1_200 }, now); // 0.0405
        #endregion
        return (most, cost);
    }

    internal static PriceBook Own()
    {
        #region own prices
        var book = PriceBook.Embedded
            .With("gpt-5.4", new ModelPrice(new TokenRates { Input = 2.25m, CachedInput = 0.225m, Output = 13.50m }))
            .With(new Uri("http://localhost:11434"), "llama3.2", new ModelPrice(new TokenRates { Input = 0m, Output = 0m }) { InputLimit = 131_072, OutputLimit = 8_192, Reasons = false });
        #endregion
        return book;
    }

    internal static ModelPrice Rows()
    {
        #region rows
        var rates = new TokenRates { Input = 3m, CachedInput = 0.30m, CacheWrite = 3.75m, CacheWrite1h = 6m, Output = 15m, PerThousandWebSearches = 10m };
        var price = new ModelPrice(
        [
            new PriceRow { Rates = rates },
            new PriceRow { Rates = rates with { Input = 6m, CachedInput = 0.60m, CacheWrite = 7.50m, CacheWrite1h = 12m, Output = 22.50m }, AboveInputTokens = 200_000 },
            new PriceRow { Rates = rates with { Input = 2m }, From = new DateOnly(2027, 1, 1) },
        ]);
        #endregion
        return price;
    }

    internal static PriceBook Load()
    {
        #region loading
        var book = PriceBook.Load("prices.json");
        #endregion
        return book;
    }
}
