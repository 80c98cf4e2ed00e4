namespace BudgetEnforcement;

/// <summary>Whether a node is still connected to its ledger.</summary>
public enum LedgerNodeStatus
{
    /// <summary>It was seen within <see cref="BudgetLedgerOptions.NodeLifetime"/>.</summary>
    Connected = 0,

    /// <summary>
    /// It was not seen for longer, or has ended while it held something. What it holds stays held until it reports again or is settled.
    /// </summary>
    InDoubt = 1,

    /// <summary>It has ended in an orderly way and holds nothing.</summary>
    Closed = 2,

    /// <summary>It was settled, and has not been seen since.</summary>
    Settled = 3,
}
