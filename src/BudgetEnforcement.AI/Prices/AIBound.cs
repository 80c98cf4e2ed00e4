namespace BudgetEnforcement.AI;

/// <summary>The most that a call can use, for <see cref="ModelPrice.Maximum"/>. What is left at its default is taken to be possible.</summary>
public readonly record struct AIBound
{
    /// <summary>The most input tokens, of all kinds; 0 or more.</summary>
    public long InputTokens { get; init; }

    /// <summary>The most output tokens, reasoning included; 0 or more.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The most searches of the web; 0 or more.</summary>
    public long WebSearches { get; init; }

    /// <summary>The kinds of tokens that cannot occur, so that their prices need not be reckoned with. By default every kind can.</summary>
    public AIKinds Without { get; init; }

    /// <summary>
    /// The service tier that the call is sure to run in (<c>default</c> and <c>standard</c> are the ordinary one); <see langword="null"/> where the provider may choose, so that the dearest counts
    /// that it may choose unasked (<see cref="PriceRow.OnlyOnRequest"/>).
    /// </summary>
    public string? ServiceTier { get; init; }
}
