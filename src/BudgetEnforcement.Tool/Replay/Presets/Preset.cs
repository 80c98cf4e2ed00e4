namespace BudgetEnforcement.Tool.Replay.Presets;

/// <summary>The layout of the export of one provider, recognized by its header.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Columns">Where things are in a header that is of this layout; null in any other.</param>
internal sealed record Preset(string Name, Func<string[], CostColumns?> Columns)
{
    /// <summary>How times are written, where ISO 8601 does not say it.</summary>
    internal string[] TimeFormats { get; init; } = [];

    /// <summary>Whether it has rows with the totals of others, which are known and left out.</summary>
    internal bool HasTotals { get; init; }

    /// <summary>A remark about the layout for the user; null for none.</summary>
    internal string? Remark { get; init; }
}
