using System.Net;

namespace BudgetEnforcement.Portkey;

/// <summary>
/// Thrown where Portkey does not say what was billed, or says it in a way that cannot be trusted. The caller then knows nothing about the costs: they are
/// not zero.
/// </summary>
public sealed class PortkeyException : Exception
{
    /// <summary>Makes an exception with a general message.</summary>
    public PortkeyException()
        : this("Portkey does not say what was billed.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    public PortkeyException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why it happened.</param>
    public PortkeyException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The status that Portkey answered with; <see langword="null"/> where no answer came.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>What Portkey says about it, shortened to 500 characters; <see langword="null"/> where it says nothing that can be read.</summary>
    public string? PortkeyMessage { get; init; }

    /// <summary>
    /// Whether the same request may be answered later although nothing is changed: the network failed, a limit of rates was hit, Portkey itself
    /// failed, or the costs changed while they were read.
    /// </summary>
    public bool IsTransient { get; init; }

    /// <summary>How long Portkey asks to wait; <see langword="null"/> where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
