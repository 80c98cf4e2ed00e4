using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Prices;

/// <summary>Finds a model in a price book: at the provider that is named, or at each that is known to have models of its own.</summary>
/// <param name="book">The book.</param>
/// <param name="model">The model as it was typed.</param>
/// <param name="provider">The provider; null where it is not named.</param>
internal sealed class PriceSearch(PriceBook book, string model, string? provider)
{
    // The providers that the embedded book has are not listed by its public face; these are those that people ask for.
    private static readonly string[] Providers =
    [
        "openai", "anthropic", "google", "azure", "aws", "mistral", "groq", "xai", "deepseek", "cohere", "together", "fireworks", "openrouter", "perplexity",
        "cerebras", "moonshotai", "novita", "huggingface", "ovhcloud", "avian", "x-ai",
    ];

    /// <exception cref="InputException">No provider has it.</exception>
    internal IReadOnlyList<(string Provider, ModelPrice Price)> Find()
    {
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        var found = provider is { } named ? At([named], model).ToList()
            : slash > 0 && At([model[..slash]], model[(slash + 1)..]).ToList() is { Count: > 0 } split ? split
            : At(Providers, model).DistinctBy(each => (each.Price.Provider, each.Price.Model)).ToList();
        return found.Count > 0
            ? found
            : throw new InputException($"The price book of {book.AsOf:yyyy-MM-dd} has no model {Printable.Quote(model)}{(provider is null ? "; --provider says whose it is." : $" of {Printable.Quote(provider)}.")}");
    }

    private IEnumerable<(string Provider, ModelPrice Price)> At(IEnumerable<string> providers, string name)
    {
        foreach (var each in providers)
        {
            if (name.Length > 0 && book.TryFind(endpoint: null, each, name, out var price))
                yield return (price.Provider ?? each, price);
        }
    }
}
