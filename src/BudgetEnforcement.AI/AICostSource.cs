namespace BudgetEnforcement.AI;

/// <summary>Where the cost of a call is from.</summary>
public enum AICostSource
{
    /// <summary>The usage that the provider reported, at the prices of the book: exact as far as the prices are.</summary>
    Usage = 0,

    /// <summary>The provider itself: its answer says what it cost.</summary>
    Provider = 1,

    /// <summary>An upper bound: the input that was sent and the output that arrived (<see cref="Unreported.Delivered"/>).</summary>
    Delivered = 2,

    /// <summary>An upper bound: all that was held for the call.</summary>
    Whole = 3,
}
