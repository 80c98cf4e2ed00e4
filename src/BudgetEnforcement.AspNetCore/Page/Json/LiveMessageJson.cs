namespace BudgetEnforcement.AspNetCore;

/// <summary>The message about a state to the script of a page.</summary>
internal sealed class LiveMessageJson
{
    /// <summary>Which lines there are; the page that has others loads them.</summary>
    public required string Structure { get; init; }

    /// <summary>The contents of the parts that have changed, by the id of their element.</summary>
    public required IReadOnlyDictionary<string, string> Parts { get; init; }
}
