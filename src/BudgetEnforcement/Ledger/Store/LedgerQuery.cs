using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>Which rows to read. Each condition that is set narrows the rows of the kinds that it is about; the row of the ledger always comes.</summary>
/// <threadsafety>Immutable: safe for use by several threads, as long as no caller changes a list that it was given.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
public sealed record LedgerQuery
{
    /// <summary>The kinds of rows to read. Default: all.</summary>
    public LedgerRowKinds Kinds { get; init; } = LedgerRowKinds.All;

    /// <summary>Only budgets with these ids, and their terms, slices and entries. Default <see langword="null"/>: of all budgets.</summary>
    public IReadOnlyList<Guid>? BudgetIds { get; init; }

    /// <summary>
    /// Only budgets with these names, compared ordinally, and their terms, slices and entries; with <see cref="BudgetIds"/> too, those that
    /// either names. Default <see langword="null"/>.
    /// </summary>
    public IReadOnlyList<string>? BudgetNames { get; init; }

    /// <summary>Only nodes with these ids, and their slices. Default <see langword="null"/>: all nodes.</summary>
    public IReadOnlyList<Guid>? NodeIds { get; init; }

    /// <summary>Only slices that hold something. Default <see langword="false"/>.</summary>
    public bool HoldingOnly { get; init; }

    /// <summary>
    /// Only these terms, and slices and entries of them: for closed and present ones alike. Default <see langword="null"/>: all terms.
    /// </summary>
    public IReadOnlyList<LedgerTermKey>? Terms { get; init; }

    /// <summary>Only entries with these keys. Default <see langword="null"/>: all entries.</summary>
    public IReadOnlyList<LedgerEntryKey>? Entries { get; init; }

    /// <summary>
    /// The most closed terms and the most entries to read of each budget: the latest terms by number, and the latest entries by
    /// <see cref="LedgerEntryRow.CreatedAt"/>; 1 or more. Default <see langword="null"/>: no bound.
    /// </summary>
    public int? Latest { get; init; }
}
