namespace BudgetEnforcement.AspNetCore;

/// <summary>How requests that a budget refuses are answered.</summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class BudgetRefusalOptions
{
    /// <summary>
    /// Whether the answer names the budget that refused and its amounts: limit, spent, required and available. Default
    /// <see langword="false"/>: it has the reason and when to try again, and nothing that a client should not see.
    /// </summary>
    public bool ExposeDetails { get; set; }
}
