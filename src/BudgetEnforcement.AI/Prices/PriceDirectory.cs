using System.Collections.Concurrent;

namespace BudgetEnforcement.AI;

/// <summary>The providers of a book. It remembers the prices that it has found.</summary>
internal sealed class PriceDirectory(PriceProvider[] providers)
{
    // More names than a program calls. A caller who makes names up must not fill the memory.
    private const int MostRemembered = 1_000;

    private readonly ConcurrentDictionary<(Uri? Endpoint, string? Provider, string Model), ModelPrice?> _found = new();

    internal ModelPrice? Find(Uri? endpoint, string? provider, string model)
    {
        // Where the endpoint is known the name counts for nothing, so one is remembered for all names.
        var key = (endpoint, endpoint is null ? provider : null, model);
        if (_found.TryGetValue(key, out var price))
            return price;

        price = Search(endpoint, provider, model);
        if (_found.Count < MostRemembered)
            _found[key] = price;
        return price;
    }

    private ModelPrice? Search(Uri? endpoint, string? name, string model)
    {
        var provider = endpoint is not null ? Array.Find(providers, each => each.IsAt(endpoint)) : name is not null ? FindByName(name) : null;
        if (provider is null)
            return null;

        if (provider.Find(model) is { } price)
            return price;

        foreach (var id in provider.Fallback)
        {
            if (Array.Find(providers, each => each.Id == id)?.Find(model) is { } other)
                return other;
        }

        return null;
    }

    private PriceProvider? FindByName(string name) =>
        Array.Find(providers, each => each.Id.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? Array.Find(providers, each => each.IsNamed(name));
}
