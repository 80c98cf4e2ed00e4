namespace BudgetEnforcement;

/// <summary>Thrown when a budget, or one above it, does not admit an amount. Nothing was spent or held.</summary>
public sealed class BudgetExceededException : Exception
{
    /// <summary>Makes an exception with a general message and an empty <see cref="Check"/>.</summary>
    public BudgetExceededException()
        : this("The budget would be exceeded.")
    {
    }

    /// <summary>Makes an exception with an empty <see cref="Check"/>.</summary>
    /// <param name="message">What happened.</param>
    public BudgetExceededException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with an empty <see cref="Check"/>.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why it happened.</param>
    public BudgetExceededException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception whose message is that of the refusal.</summary>
    /// <param name="check">The refusal.</param>
    public BudgetExceededException(BudgetCheck check)
        : this(check.Message, check)
    {
    }

    /// <summary>Makes an exception with a message that says more than that of the refusal.</summary>
    internal BudgetExceededException(string message, in BudgetCheck check)
        : base(message) => Check = check;

    /// <summary>
    /// The refusal with its numbers: the budget that decided, its limit, what it had spent and reserved, the required amount, and the
    /// amount that would have fitted.
    /// </summary>
    public BudgetCheck Check { get; }

    /// <summary>Why it was refused; <see cref="BudgetRefusalReason.None"/> where <see cref="Check"/> is empty.</summary>
    public BudgetRefusalReason Reason => Check.Reason;

    /// <summary>
    /// Finds a refusal in what code threw: the exception itself, or one inside it, however deep, also of those that an
    /// <see cref="AggregateException"/> gathers.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The first refusal, the outermost before those inside; <see langword="null"/> where no budget refused.</returns>
    /// <remarks>
    /// That there is a refusal does not mean that nothing else failed beside it. Exceptions that refer to each other in a ring are looked at
    /// once.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is <see langword="null"/>.</exception>
    public static BudgetExceededException? FindIn(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return ThrownByJob.Of(exception).Refusal;
    }
}
