using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>What a ledger knows of a node, apart from when it was last seen.</summary>
[Experimental(LedgerDiagnostics.Store)]
public enum LedgerNodeState
{
    /// <summary>It exchanges, or did until it was last seen.</summary>
    Open = 0,

    /// <summary>It has ended in an orderly way and holds nothing.</summary>
    Closed = 1,

    /// <summary>It was settled, and has not been seen since.</summary>
    Settled = 2,

    /// <summary>It has ended while it held something, which stays held until the node is settled.</summary>
    Abandoned = 3,

    /// <summary>
    /// It held nothing for long, and its slices are gone. Its row stays for some time, so that the ledger knows the node if it comes back.
    /// </summary>
    Forgotten = 4,
}
