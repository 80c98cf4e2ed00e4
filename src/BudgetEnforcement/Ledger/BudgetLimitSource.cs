namespace BudgetEnforcement;

/// <summary>Whose limit counts where a budget is in a ledger already and the options say another one.</summary>
public enum BudgetLimitSource
{
    /// <summary>That of the ledger: options say only with what limit a budget is created. What was changed at run time stays over a restart.</summary>
    Ledger = 0,

    /// <summary>That of the options: it replaces that of the ledger, for everybody.</summary>
    Configuration = 1,
}
