namespace BudgetEnforcement.AI;

/// <summary>What happens to a call of a model that has no price in the book.</summary>
public enum UnknownPrice
{
    /// <summary>It is not made: <see cref="UnknownPriceException"/>, which says how to give a price.</summary>
    Refuse = 0,

    /// <summary>It costs what the dearest model costs.</summary>
    AssumeMaximum = 1,

    /// <summary>It costs nothing: for models of your own.</summary>
    Free = 2,
}
