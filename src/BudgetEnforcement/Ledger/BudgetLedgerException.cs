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
}
