namespace BudgetEnforcement.AI;

/// <summary>
/// The most that a call can use, for <see cref="ModelPrice.Maximum"/>. What is left at its default is taken to be possible.
/// </summary>
public readonly record struct AIBound
{
    /// <summary>The most input tokens, of all kinds; 0 to 10⁹.</summary>
    public long InputTokens { get; init; }

    /// <summary>The most output tokens, reasoning included; 0 to 10⁹.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The most searches of the web; 0 to 10⁶.</summary>
    public long WebSearches { get; init; }

    /// <summary>The kinds of tokens that cannot occur, so that their prices need not be reckoned with. By default every kind can.</summary>
    public AIKinds Without { get; init; }

    /// <summary>
    /// The service tier that the call asks for, which is answered in it or in the ordinary one (<c>default</c>, <c>standard</c>);
    /// <see langword="null"/> or <c>auto</c> where the provider may choose by the settings of an account: the dearest counts that it can
    /// choose unasked (see <see cref="PriceRow.OnlyOnRequest"/>, <see cref="UnpricedTier.OnlyOnRequest"/>).
    /// </summary>
    public string? ServiceTier { get; init; }
}
