namespace BudgetEnforcement;

/// <summary>Whether a node of a ledger is there.</summary>
public enum LedgerNodeStatus
{
    /// <summary>It was seen within <see cref="BudgetLedgerOptions.NodeLifetime"/>.</summary>
    Connected = 0,

    /// <summary>
    /// It was not seen for longer, or has ended while it held something. What it holds stays held until it reports again or somebody
    /// settles it.
    /// </summary>
    InDoubt = 1,

    /// <summary>It has ended in an orderly way and holds nothing.</summary>
    Closed = 2,

    /// <summary>Somebody settled it, and it has not been seen since.</summary>
    Settled = 3,
}
