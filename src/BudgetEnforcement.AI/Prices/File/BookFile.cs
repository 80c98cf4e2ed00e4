using System.Text.Json.Serialization;

namespace BudgetEnforcement.AI;

/// <summary>A book as it is written. Keys that are not here are an error, also within these, and so are keys that come twice.</summary>
internal sealed record BookFile
{
    [JsonRequired]
    public int Format { get; init; }

    [JsonRequired]
    public DateOnly AsOf { get; init; }

    public IReadOnlyList<PriceSource>? Sources { get; init; }

    [JsonRequired]
    public IReadOnlyList<ProviderEntry> Providers { get; init; } = [];
}

/// <summary>A provider: the first one whose endpoint fits is the one.</summary>
internal sealed record ProviderEntry
{
    [JsonRequired]
    public string Id { get; init; } = "";

    /// <summary>A regular expression that matches the beginning of the endpoint, in any case of letters.</summary>
    [JsonRequired]
    public string Endpoint { get; init; } = "";

    /// <summary>Patterns (<see cref="NamePattern"/>) of the names that clients give the provider.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The providers whose prices hold where this one has no price of its own.</summary>
    public IReadOnlyList<string>? Fallback { get; init; }

    /// <summary>See <see cref="ModelPrice.UnpricedTiers"/>.</summary>
    public IReadOnlyList<UnpricedTierEntry>? UnpricedTiers { get; init; }

    [JsonRequired]
    public IReadOnlyList<ModelEntry> Models { get; init; } = [];
}

/// <summary>An <see cref="UnpricedTier"/>.</summary>
internal sealed record UnpricedTierEntry
{
    [JsonRequired]
    public string Tier { get; init; } = "";

    public decimal? AtMostTimes { get; init; }

    public bool? OnRequest { get; init; }
}

/// <summary>A model: the first one of a provider whose name fits is the one.</summary>
internal sealed record ModelEntry
{
    [JsonRequired]
    public string Id { get; init; } = "";

    /// <summary>Patterns (<see cref="NamePattern"/>) of the model's other names.</summary>
    public IReadOnlyList<string>? Match { get; init; }

    public long? InputLimit { get; init; }

    public long? OutputLimit { get; init; }

    public bool? Reasons { get; init; }

    [JsonRequired]
    public IReadOnlyList<RowEntry> Prices { get; init; } = [];
}

/// <summary>A <see cref="PriceRow"/> and its <see cref="TokenRates"/> in one, with short names.</summary>
internal sealed record RowEntry
{
    public DateOnly? From { get; init; }

    public DateOnly? Until { get; init; }

    public TimeOnly? StartTime { get; init; }

    public TimeOnly? EndTime { get; init; }

    public long? Above { get; init; }

    public string? Tier { get; init; }

    public bool? OnRequest { get; init; }

    [JsonRequired]
    public decimal Input { get; init; }

    /// <summary>0 where a model makes none, as those of embeddings.</summary>
    [JsonRequired]
    public decimal Output { get; init; }

    public decimal? CachedInput { get; init; }

    public decimal? CacheWrite { get; init; }

    [JsonPropertyName("cacheWrite1h")]
    public decimal? CacheWrite1h { get; init; }

    public decimal? InputAudio { get; init; }

    public decimal? CachedAudio { get; init; }

    public decimal? InputImage { get; init; }

    public decimal? Reasoning { get; init; }

    public decimal? OutputAudio { get; init; }

    public decimal? OutputImage { get; init; }

    public decimal? Request { get; init; }

    public decimal? ThousandSearches { get; init; }
}
