using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>What an entry in the journal of a budget is about.</summary>
[Experimental(LedgerDiagnostics.Store)]
public enum LedgerEntryKind
{
    /// <summary>What was spent before the budget was created.</summary>
    InitialSpent = 0,

    /// <summary>A cost that counts once.</summary>
    Cost = 1,

    /// <summary>A refund that counts once.</summary>
    Refund = 2,

    /// <summary>An amount that is set and may be set again: a cost, or where it is negative a refund.</summary>
    Adjustment = 3,

    /// <summary>Another limit.</summary>
    Limit = 4,

    /// <summary>The end of a term by hand.</summary>
    Reset = 5,

    /// <summary>The settling of a node.</summary>
    Settlement = 6,
}
