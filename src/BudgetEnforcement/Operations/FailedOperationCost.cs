namespace BudgetEnforcement;

/// <summary>What an operation that failed or was cancelled is charged.</summary>
public enum FailedOperationCost
{
    /// <summary>Its estimate: the provider may have billed it all the same.</summary>
    Estimate = 0,

    /// <summary>Nothing: what was held is released.</summary>
    Release = 1,
}
