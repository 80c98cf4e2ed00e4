using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>Kinds of rows, to choose from.</summary>
[Flags]
[Experimental(LedgerDiagnostics.Store)]
public enum LedgerRowKinds
{
    /// <summary>Only the row of the ledger.</summary>
    None = 0,

    /// <summary><see cref="LedgerNodeRow"/>.</summary>
    Nodes = 1,

    /// <summary><see cref="LedgerBudgetRow"/>.</summary>
    Budgets = 2,

    /// <summary><see cref="LedgerTermRow"/>.</summary>
    Terms = 4,

    /// <summary><see cref="LedgerSliceRow"/>.</summary>
    Slices = 8,

    /// <summary><see cref="LedgerEntryRow"/>.</summary>
    Entries = 16,

    /// <summary>Every kind.</summary>
    All = Nodes | Budgets | Terms | Slices | Entries,
}
