namespace BudgetEnforcement.Tool.Replay.Presets;

/// <summary>The layout of what one provider exports, noticed by its header.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Columns">Where things are in a header that is of this layout; null in any other.</param>
internal sealed record Preset(string Name, Func<string[], CostColumns?> Columns)
{
    /// <summary>How times are written, where ISO 8601 does not say it.</summary>
    internal string[] TimeFormats { get; init; } = [];

    /// <summary>Whether it has rows with the totals of others, which are known and left out.</summary>
    internal bool HasTotals { get; init; }

    /// <summary>What is to be known about it; null for nothing.</summary>
    internal string? Remark { get; init; }
}
