using System.Text.RegularExpressions;

namespace BudgetEnforcement.AI;

/// <summary>A provider of a book, ready to be searched.</summary>
internal sealed class PriceProvider
{
    private readonly Regex _endpoint;
    private readonly NamePattern[] _names;
    private readonly (ModelPrice Price, NamePattern[] Names)[] _models;

    internal PriceProvider(ProviderEntry entry)
    {
        Id = entry.Id;
        Fallback = entry.Fallback ?? [];
        _endpoint = NamePattern.CreateExpression($"^(?:{entry.Endpoint})");
        _names = [new NamePattern(entry.Id), .. (entry.Names ?? []).Select(pattern => new NamePattern(pattern))];
        _models = [.. entry.Models.Select(model => (PriceOf(model, entry), Names(model)))];
    }

    internal string Id { get; }

    internal IReadOnlyList<string> Fallback { get; }

    internal bool IsAt(Uri endpoint) => endpoint.IsAbsoluteUri && _endpoint.IsMatch(endpoint.AbsoluteUri);

    internal bool IsNamed(string name) => Array.Exists(_names, pattern => pattern.IsMatch(name));

    internal ModelPrice? Find(string model)
    {
        foreach (var (price, names) in _models)
        {
            if (Array.Exists(names, pattern => pattern.IsMatch(model)))
                return price;
        }

        return null;
    }

    private static NamePattern[] Names(ModelEntry model) => [new NamePattern(model.Id), .. (model.Match ?? []).Select(pattern => new NamePattern(pattern))];

    private static ModelPrice PriceOf(ModelEntry model, ProviderEntry provider)
    {
        try
        {
            return new ModelPrice(model.Prices.Select(RowOf))
            {
                Provider = provider.Id,
                Model = model.Id,
                InputLimit = model.InputLimit,
                OutputLimit = model.OutputLimit,
                Reasons = model.Reasons,
                UnpricedTiers = [.. (provider.UnpricedTiers ?? []).Select(TierOf)],
            };
        }
        catch (ArgumentException exception)
        {
            throw new FormatException($"The price of \"{model.Id}\" at \"{provider.Id}\" cannot be: {exception.Message}", exception);
        }
    }

    private static UnpricedTier TierOf(UnpricedTierEntry entry) =>
        new() { Name = entry.Tier, AtMostTimes = entry.AtMostTimes, OnlyOnRequest = entry.OnRequest ?? false };

    private static PriceRow RowOf(RowEntry row) => new()
    {
        From = row.From,
        Until = row.Until,
        StartTime = row.StartTime,
        EndTime = row.EndTime,
        AboveInputTokens = row.Above,
        ServiceTier = row.Tier,
        OnlyOnRequest = row.OnRequest ?? false,
        Rates = new TokenRates
        {
            Input = row.Input,
            Output = row.Output,
            CachedInput = row.CachedInput,
            CacheWrite = row.CacheWrite,
            CacheWrite1h = row.CacheWrite1h,
            InputAudio = row.InputAudio,
            CachedAudio = row.CachedAudio,
            InputImage = row.InputImage,
            Reasoning = row.Reasoning,
            OutputAudio = row.OutputAudio,
            OutputImage = row.OutputImage,
            PerRequest = row.Request ?? 0m,
            PerThousandWebSearches = row.ThousandSearches,
        },
    };
}
