namespace BudgetEnforcement;

/// <summary>How a ledger stands, as far as this process knows.</summary>
public enum BudgetLedgerState
{
    /// <summary>The store answers.</summary>
    Connected = 0,

    /// <summary>
    /// The store does not answer. This process still spends what it holds of shared budgets; it refuses what goes beyond that, until the store is
    /// back.
    /// </summary>
    Unavailable = 1,

    /// <summary>
    /// The store went back in time, as a restored backup does. It grants nothing until the processes have reported again what they hold and spent.
    /// </summary>
    Learning = 2,

    /// <summary>The ledger is disposed.</summary>
    Closed = 3,
}
