namespace BudgetEnforcement.AI;

/// <summary>
/// A service tier that is dearer than the ordinary one, and whose prices are not known. An answer in it has no known cost; a bound reckons with the
/// most that the tier can cost.
/// </summary>
/// <remarks>Immutable, so any number of threads may use it.</remarks>
public sealed record UnpricedTier
{
    /// <summary>The name of the tier, as answers have it, in any case of letters.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The most that the tier costs, as a multiple of what the ordinary tier costs; 1 to 1,000. <see langword="null"/> where even that is not known,
    /// and then no bound is known of a call that may be answered in it.
    /// </summary>
    public decimal? AtMostTimes { get; init; }

    /// <summary>The provider never chooses the tier for a request that does not ask for it by name.</summary>
    public bool OnlyOnRequest { get; init; }
}
