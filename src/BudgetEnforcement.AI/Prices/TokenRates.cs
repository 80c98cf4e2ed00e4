namespace BudgetEnforcement.AI;

/// <summary>
/// What a model costs, in US dollars for a million tokens where nothing else is said. What has no price of its own (<see langword="null"/>)
/// costs what the kind costs that it is a part of.
/// </summary>
/// <remarks>Immutable, so any number of threads may use it. Every rate is 0 or more; <see cref="ModelPrice"/> refuses others.</remarks>
public sealed record TokenRates
{
    /// <summary>Input.</summary>
    public required decimal Input { get; init; }

    /// <summary>Output; 0 for models that make none (embeddings).</summary>
    public required decimal Output { get; init; }

    /// <summary>Input read from the cache; without it, <see cref="Input"/>.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>Input written to the cache; without it, <see cref="Input"/>.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Input written to the cache for an hour; without it, <see cref="CacheWrite"/>.</summary>
    public decimal? CacheWrite1h { get; init; }

    /// <summary>Audio in the input; without it, <see cref="Input"/>.</summary>
    public decimal? InputAudio { get; init; }

    /// <summary>Audio read from the cache; without it, <see cref="CachedInput"/>.</summary>
    public decimal? CachedAudio { get; init; }

    /// <summary>Images in the input; without it, <see cref="Input"/>.</summary>
    public decimal? InputImage { get; init; }

    /// <summary>Reasoning; without it, <see cref="Output"/>.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>Audio in the output; without it, <see cref="Output"/>.</summary>
    public decimal? OutputAudio { get; init; }

    /// <summary>Images in the output; without it, <see cref="Output"/>.</summary>
    public decimal? OutputImage { get; init; }

    /// <summary>US dollars for each request.</summary>
    public decimal PerRequest { get; init; }

    /// <summary>
    /// US dollars for a thousand searches of the web that the provider makes; <see langword="null"/> where it is not known.
    /// </summary>
    public decimal? PerThousandWebSearches { get; init; }
}
