using BudgetEnforcement.Tool.Replay.Tokens;

namespace BudgetEnforcement.Tool.Replay;

/// <summary>The columns that were named, or that the layout of a provider has.</summary>
internal sealed record CostColumns
{
    internal static readonly CostColumns None = new();

    /// <summary>The cost of a row; null where tokens are counted.</summary>
    internal string? Cost { get; init; }

    /// <summary>Counts of tokens, which cost their prices; null where the cost itself is there.</summary>
    internal TokenColumns? Tokens { get; init; }

    /// <summary>When the cost was incurred.</summary>
    internal string? Time { get; init; }

    /// <summary>The currency of the cost.</summary>
    internal string? Currency { get; init; }

    /// <summary>The column whose value makes rows one cost.</summary>
    internal string? GroupBy { get; init; }

    /// <summary>The columns whose values make rows the same row told twice.</summary>
    internal IReadOnlyList<string> DistinctBy { get; init; } = [];

    /// <summary>Whether there is a column that says what a row costs.</summary>
    internal bool HasCost => Cost is not null || Tokens is not null;

    /// <summary>All names that a header must have.</summary>
    internal IEnumerable<string> Names =>
        ((string?[])[Cost, Time, Currency, GroupBy]).OfType<string>().Concat(DistinctBy).Concat(Tokens?.Names ?? []);

    /// <summary>These, and where nothing was named those of a preset.</summary>
    internal CostColumns Or(CostColumns preset) => this with
    {
        Cost = HasCost ? Cost : preset.Cost,
        Tokens = HasCost ? Tokens : preset.Tokens,
        Time = Time ?? preset.Time,
        Currency = Currency ?? preset.Currency,
    };
}
