namespace BudgetEnforcement;

/// <summary>Thrown by an operation that failed, to tell what it cost all the same.</summary>
public sealed class BudgetOperationException : Exception
{
    private const string DefaultMessage = "The operation failed.";

    private int _isTaken;

    /// <summary>Makes an exception without a cost.</summary>
    public BudgetOperationException()
        : this(DefaultMessage)
    {
    }

    /// <summary>Makes an exception without a cost.</summary>
    /// <param name="message">What happened.</param>
    public BudgetOperationException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception without a cost.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why it happened.</param>
    public BudgetOperationException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception of an operation that cost something.</summary>
    /// <param name="actualCost">What it cost; 0 or more, in the currency of the budget.</param>
    /// <param name="innerException">Why it failed; <see langword="null"/> if it is not known.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="actualCost"/> is negative.</exception>
    public BudgetOperationException(decimal actualCost, Exception? innerException)
        : this(DefaultMessage, actualCost, innerException)
    {
    }

    /// <summary>Makes an exception of an operation that cost something.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="actualCost">What it cost; 0 or more, in the currency of the budget.</param>
    /// <param name="innerException">Why it failed; <see langword="null"/> if it is not known.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="actualCost"/> is negative.</exception>
    public BudgetOperationException(string? message, decimal actualCost, Exception? innerException)
        : base(message, innerException)
    {
        Money.ThrowIfNegative(actualCost);
        ActualCost = actualCost;
    }

    /// <summary>
    /// What the operation cost; 0 or more. <see langword="null"/> where it is not known: then the operation is charged as any other that
    /// failed. The cost is charged once: an operation around the one that threw this is charged as any other that failed.
    /// </summary>
    public decimal? ActualCost { get; }

    /// <summary>
    /// Takes the cost for the operation that threw this. It can be taken once, so that an operation around that one does not take it again.
    /// For code that runs operations by itself; <see cref="BudgetOperations"/> does it already.
    /// </summary>
    /// <param name="cost">What the operation cost; 0 where it is not known or was taken before, which the result tells.</param>
    /// <returns>Whether there is a cost that was not taken before.</returns>
    public bool TryTakeCost(out decimal cost)
    {
        cost = ActualCost ?? 0m;
        return ActualCost is not null && Interlocked.Exchange(ref _isTaken, 1) == 0;
    }
}
