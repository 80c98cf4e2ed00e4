namespace BudgetEnforcement;

/// <summary>How an operation is run under a budget.</summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class BudgetOperationOptions
{
    /// <summary>
    /// The charge of an operation that throws or is cancelled. Default <see cref="FailedOperationCost.Estimate"/>. An operation that throws
    /// a <see cref="BudgetOperationException"/> is charged the cost that the exception carries.
    /// </summary>
    public FailedOperationCost FailedOperationCost { get; set; }

    /// <summary>
    /// Whether the token of the operation is cancelled too when the budget, or one above it, is exceeded. Default <see langword="false"/>:
    /// what is running is paid for already.
    /// </summary>
    public bool CancelWhenExceeded { get; set; }
}
