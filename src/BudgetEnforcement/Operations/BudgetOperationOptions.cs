namespace BudgetEnforcement;

/// <summary>How an operation is run under a budget.</summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class BudgetOperationOptions
{
    /// <summary>
    /// What an operation that throws or is cancelled is charged. Default <see cref="FailedOperationCost.Estimate"/>. One that throws a
    /// <see cref="BudgetOperationException"/> is charged the cost that it carries.
    /// </summary>
    public FailedOperationCost FailedOperationCost { get; set; }

    /// <summary>
    /// Whether the token of the operation is cancelled too when the budget, or one above it, is exceeded. Default <see langword="false"/>:
    /// what is running is paid for already.
    /// </summary>
    public bool CancelWhenExceeded { get; set; }
}
