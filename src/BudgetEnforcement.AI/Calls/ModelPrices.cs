using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AI;

/// <summary>What the models of one client cost.</summary>
internal sealed class ModelPrices(AIBudgetSettings settings, Once once, Uri? endpoint, string? provider)
{
    private static readonly ModelPrice Nothing = new(new TokenRates { Input = 0m, Output = 0m });

    /// <summary>
    /// As dear as any model has been so far: a million tokens of o1-pro, a thousand searches of chatgpt-4o-latest, a request of
    /// gpt-4o-search-preview.
    /// </summary>
    internal static ModelPrice Maximum { get; } = new(new TokenRates { Input = 150m, Output = 600m, PerThousandWebSearches = 25m, PerRequest = 0.025m });

    /// <summary>The price of the model that is asked for.</summary>
    /// <exception cref="UnknownPriceException">It is not known, and such calls are refused.</exception>
    internal ModelPrice OfRequest(string? model, ILogger logger)
    {
        if (model is not null && Find(model) is { } price)
            return price;
        if (settings.UnknownPrice == UnknownPrice.Refuse)
            throw new UnknownPriceException(model, endpoint);
        if (once.IsFirst(nameof(AILog.PriceAssumed), model))
            AILog.PriceAssumed(logger, model, endpoint, settings.UnknownPrice);
        return settings.UnknownPrice == UnknownPrice.Free ? Nothing : Maximum;
    }

    /// <summary>What an answer cost, at the price of the model that answered; at that of the one that was asked where it is not known.</summary>
    /// <returns>The cost; null where it cannot be known.</returns>
    internal decimal? CostOf(AIUsage usage, string? asked, string? answering, ModelPrice price, DateTimeOffset at)
    {
        if ((asked ?? answering) is not { } model)
            return price.Cost(usage, at);
        var named = usage with { Model = answering is null ? null : settings.NameInBook(answering) };
        var cost = settings.Prices.Cost(endpoint, provider, settings.NameInBook(model), named, at);
        return cost ?? (IsAssumed(price) ? price.Cost(usage, at) : null);
    }

    private static bool IsAssumed(ModelPrice price) => ReferenceEquals(price, Maximum) || ReferenceEquals(price, Nothing);

    private ModelPrice? Find(string model) => settings.Prices.TryFind(endpoint, provider, settings.NameInBook(model), out var price) ? price : null;
}
