namespace BudgetEnforcement;

/// <summary>
/// A ledger cannot do what it was asked for: it cannot reach its store, or what is in the store does not fit the request, such as another currency,
/// another version of the rules, or a key with another amount.
/// </summary>
/// <threadsafety>Safe for use by several threads once it is thrown.</threadsafety>
public sealed class BudgetLedgerException : Exception
{
    /// <summary>An exception without a message of its own.</summary>
    public BudgetLedgerException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What cannot be done, and why.</param>
    public BudgetLedgerException(string? message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    /// <param name="message">What cannot be done, and why.</param>
    /// <param name="innerException">The exception of the store; <see langword="null"/> where there is none.</param>
    public BudgetLedgerException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A call of the store failed, and may or may not have been carried out.</summary>
    internal BudgetLedgerException(string message, Exception innerException, bool isTransient)
        : base(message, innerException) => IsTransient = isTransient;

    /// <summary>
    /// Whether the store failed. The same call may then succeed later, and may even have been carried out this time. <see langword="false"/> where
    /// the request does not fit what is in the ledger: then nothing has changed.
    /// </summary>
    public bool IsTransient { get; }
}
