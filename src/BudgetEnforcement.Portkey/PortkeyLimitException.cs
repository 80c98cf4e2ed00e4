namespace BudgetEnforcement.Portkey;

/// <summary>
/// Thrown by <see cref="PortkeyHandler"/> where a call was refused with the status 412, because a limit that is set at Portkey is used up. No model was called, so nothing
/// was billed.
/// </summary>
/// <remarks>
/// It is no <see cref="HttpRequestException"/>, so clients that repeat those do not repeat the call. Clients under a budget of BudgetEnforcement.AI
/// charge a failed call unless they know that it was not billed; they know with <c>options.IsUnbilled = PortkeyLimitException.IsUnbilled</c>.
/// </remarks>
public sealed class PortkeyLimitException : Exception
{
    /// <summary>Makes an exception with a general message.</summary>
    public PortkeyLimitException()
        : this("A limit that is set at Portkey is used up.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    public PortkeyLimitException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why it happened.</param>
    public PortkeyLimitException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whose limit it is.</summary>
    public PortkeyLimitOwner Owner { get; init; }

    /// <summary>What Portkey says about it, shortened to 500 characters; <see langword="null"/> where it says nothing that can be read.</summary>
    public string? PortkeyMessage { get; init; }

    /// <summary>The trace id that the call had at Portkey; <see langword="null"/> where it is not known.</summary>
    public string? TraceId { get; init; }

    /// <summary>Whether a failed call was stopped by a limit at Portkey, and so was not billed; for <c>AIBudgetOptions.IsUnbilled</c>.</summary>
    /// <param name="failure">How the call failed.</param>
    /// <returns>
    /// <see langword="true"/> where it is a <see cref="PortkeyLimitException"/>, or one is the reason for it (of several attempts, for each);
    /// <see langword="null"/> otherwise, so that others decide.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="failure"/> is <see langword="null"/>.</exception>
    public static bool? IsUnbilled(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return IsLimit(failure) ? true : null;
    }

    private static bool IsLimit(Exception failure) => failure switch
    {
        PortkeyLimitException => true,
        AggregateException several => several.InnerExceptions.Count > 0 && several.InnerExceptions.All(IsLimit),
        _ => failure.InnerException is { } inner && IsLimit(inner),
    };
}
