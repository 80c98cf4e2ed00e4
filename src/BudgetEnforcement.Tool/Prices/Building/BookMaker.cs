using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Prices.Building;

/// <summary>Makes a book: prices of genai-prices, limits and service tiers of models.dev, then the facts that are known better.</summary>
internal static class BookMaker
{
    internal static string Make(SourceFile genaiPrices, SourceFile modelsDev, Facts facts)
    {
        var providers = GenaiPrices.Read(genaiPrices.Json);
        ModelsDev.Apply(modelsDev.Json, providers);
        facts.Apply(providers);
        providers.ForEach(provider => provider.DropContradictedLimits());
        providers.ForEach(provider => provider.ThrowIfPriceIsMissing());
        return BookText.Write(new BookFile
        {
            Format = PriceBookFile.Format,
            AsOf = genaiPrices.Source.AsOf,
            Sources = [genaiPrices.Source, modelsDev.Source, facts.Source],
            Providers = [.. providers.Select(provider => provider.ToEntry())],
        });
    }
}
