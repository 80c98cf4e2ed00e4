namespace BudgetEnforcement;

/// <summary>Which limit counts where a budget is in a ledger already and the options have another limit.</summary>
public enum BudgetLimitSource
{
    /// <summary>
    /// The limit of the ledger. The options only give the limit with which a budget is created, so a change at run time survives a restart.
    /// </summary>
    Ledger = 0,

    /// <summary>The limit of the options. It replaces the limit of the ledger, for all processes.</summary>
    Configuration = 1,
}
