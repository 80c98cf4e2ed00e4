using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>Which rows a transaction needs.</summary>
/// <remarks>
/// The row of the ledger is always among them. A budget brings the slices of the scope's <see cref="NodeId"/> that are of the budget's
/// present term, or hold something, or have a guess, or are of a term that <see cref="Terms"/> names; a slice of a term that is over and
/// settled is left out, since there may be thousands of them.
/// </remarks>
/// <threadsafety>Immutable: safe for use by several threads, as long as no caller changes a list that it was given.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
public sealed record LedgerScope
{
    /// <summary>
    /// The node to lock; its row may be missing, and two transactions of one missing node are still put one after the other. Default
    /// <see langword="null"/>: none.
    /// </summary>
    public Guid? NodeId { get; init; }

    /// <summary>The budgets to lock, each once. Default empty.</summary>
    public IReadOnlyList<Guid> BudgetIds { get; init; } = [];

    /// <summary>Further budgets to lock, by their names, compared ordinally. One that <see cref="BudgetIds"/> names too is there once. Default empty.</summary>
    public IReadOnlyList<string> BudgetNames { get; init; } = [];

    /// <summary>
    /// Whether the budgets bring the slices of every node, chosen in the same way, and the rows of those nodes, which are read but not
    /// locked. Default <see langword="false"/>: those of <see cref="NodeId"/> only.
    /// </summary>
    public bool AllSlices { get; init; }

    /// <summary>
    /// Terms of the scope's budgets: the closed ones to load, and those whose slices to load in full. A term that is not closed has no row. Default
    /// empty.
    /// </summary>
    public IReadOnlyList<LedgerTermKey> Terms { get; init; } = [];

    /// <summary>Entries of the scope's budgets to load. Default empty.</summary>
    public IReadOnlyList<LedgerEntryKey> Entries { get; init; } = [];
}
