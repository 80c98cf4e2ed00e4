using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Prices.Building;

/// <summary>A provider while its book is being made.</summary>
internal sealed class Provider
{
    internal required string Id { get; init; }

    internal required string Endpoint { get; set; }

    internal List<string> Names { get; init; } = [];

    internal List<string> Fallback { get; init; } = [];

    internal List<UnpricedTierEntry> UnpricedTiers { get; init; } = [];

    internal List<ModelEntry> Models { get; init; } = [];

    /// <summary>
    /// Changes the models whose own name is like one of the patterns. It is an error where there are none, so that no fact outlives the models that
    /// it was said of.
    /// </summary>
    internal void Change(IReadOnlyList<string> names, Func<ModelEntry, ModelEntry> change)
    {
        NamePattern[] patterns = [.. names.Select(name => new NamePattern(name))];
        for (var i = 0; i < patterns.Length; i++)
        {
            if (!Models.Exists(model => patterns[i].IsMatch(model.Id)))
                throw new FormatException($"\"{Id}\" has no model like \"{names[i]}\" any more.");
        }

        for (var i = 0; i < Models.Count; i++)
        {
            if (Array.Exists(patterns, pattern => pattern.IsMatch(Models[i].Id)))
                Models[i] = change(Models[i]);
        }
    }

    /// <summary>
    /// A model that has rates beyond its input limit has another limit, which is not known; the limit may have been rounded up.
    /// </summary>
    internal void DropContradictedLimits()
    {
        for (var i = 0; i < Models.Count; i++)
        {
            if (Models[i].Prices.Any(row => row.Above * 1.05m >= Models[i].InputLimit))
                Models[i] = Models[i] with { InputLimit = null };
        }
    }

    internal void ThrowIfPriceIsMissing()
    {
        foreach (var model in Models.Where(model => model.Prices.Any(row => row.Input == GenaiRates.Missing || row.Output == GenaiRates.Missing)))
            throw new FormatException($"{Id}, {model.Id}: there is no price of input or of output. A fact can say that it is 0, as for embeddings, or leave the model out.");
    }

    internal ProviderEntry ToEntry() => new()
    {
        Id = Id,
        Endpoint = Endpoint,
        Names = OrNull(Names),
        Fallback = OrNull(Fallback),
        UnpricedTiers = OrNull(UnpricedTiers),
        Models = Models,
    };

    private static List<T>? OrNull<T>(List<T> list) => list.Count == 0 ? null : list;
}
