namespace BudgetEnforcement.AI;

/// <summary>What one call cost, as it was recorded.</summary>
/// <threadsafety>Immutable.</threadsafety>
public readonly record struct AICost
{
    /// <summary>
    /// The amount that was recorded; 0 or more, in the currency of the prices, which are US dollars in the book that comes with the package.
    /// </summary>
    public decimal Amount { get; init; }

    /// <summary>The amount that was held for the call; <see cref="Amount"/> is above it where a provider did more than it was asked for.</summary>
    public decimal Reserved { get; init; }

    /// <summary>Where <see cref="Amount"/> is from.</summary>
    public AICostSource Source { get; init; }

    /// <summary>The usage that the provider reported, as far as it did; <see langword="null"/> where it reported nothing.</summary>
    public AIUsage? Usage { get; init; }

    /// <summary>The model that answered, or that was asked where the answer names none; <see langword="null"/> where neither is known.</summary>
    public string? Model { get; init; }

    /// <summary>The label of the <see cref="BudgetScope"/> that the call was made in; <see langword="null"/> where there was none.</summary>
    public string? Label { get; init; }

    /// <summary>
    /// The budget that was charged. Where the ambient one was charged beside the given one: of one tree, a child of both; of different trees,
    /// the given one.
    /// </summary>
    public BudgetEnforcer? Budget { get; init; }
}
