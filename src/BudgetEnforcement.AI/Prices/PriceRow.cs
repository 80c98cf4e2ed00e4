namespace BudgetEnforcement.AI;

/// <summary>
/// Rates, and when they apply. Of the rows of a <see cref="ModelPrice"/> that apply to a request, the last one counts, for the whole
/// request.
/// </summary>
/// <remarks>Immutable, so any number of threads may use it.</remarks>
public sealed record PriceRow
{
    /// <summary>The rates.</summary>
    public required TokenRates Rates { get; init; }

    /// <summary>The first day, in UTC, on which the row applies; <see langword="null"/>: since ever.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The first day, in UTC, on which the row applies no more; <see langword="null"/>: never.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>
    /// The time of the day, in UTC, from which the row applies (inclusive); given with <see cref="EndTime"/> or not at all.
    /// </summary>
    public TimeOnly? StartTime { get; init; }

    /// <summary>
    /// The time of the day, in UTC, until which the row applies (exclusive). Before <see cref="StartTime"/> it is one of the next day.
    /// </summary>
    public TimeOnly? EndTime { get; init; }

    /// <summary>
    /// The row applies to requests with more input tokens than this, cached ones included; <see langword="null"/>: to all.
    /// </summary>
    public long? AboveInputTokens { get; init; }

    /// <summary>The row applies to this service tier only, in any case of letters; <see langword="null"/>: to every tier.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>The provider never chooses <see cref="ServiceTier"/> for a request that does not ask for it by name.</summary>
    public bool OnlyOnRequest { get; init; }
}
