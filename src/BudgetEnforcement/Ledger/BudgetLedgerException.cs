namespace BudgetEnforcement;

/// <summary>
/// A ledger cannot do what it was asked for: its store cannot be reached, or holds something that does not fit what was asked, such as
/// another currency, another version of the rules, or a key with another amount.
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
    /// <param name="innerException">What the store said; <see langword="null"/> where it said nothing.</param>
    public BudgetLedgerException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A call of the store that failed, so that it is not known whether it was carried out.</summary>
    internal BudgetLedgerException(string message, Exception innerException, bool isTransient)
        : base(message, innerException) => IsTransient = isTransient;

    /// <summary>
    /// Whether the store failed, so that the same call may succeed later, and may have been carried out this time all the same.
    /// <see langword="false"/> where the ledger was asked for something that does not fit what is in it: nothing has changed then.
    /// </summary>
    public bool IsTransient { get; }
}
