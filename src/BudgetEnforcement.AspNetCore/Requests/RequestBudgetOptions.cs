namespace BudgetEnforcement.AspNetCore;

/// <summary>How a request is run under a budget. It is copied, so later changes to an instance have no effect.</summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class RequestBudgetOptions
{
    /// <summary>
    /// The charge of a request that throws or is cancelled before its handler has told a cost. Default
    /// <see cref="FailedOperationCost.Estimate"/>: it may have been billed. One that throws a <see cref="BudgetOperationException"/> is charged
    /// the cost that the exception carries.
    /// </summary>
    public FailedOperationCost FailedRequestCost { get; set; }

    /// <summary>
    /// Whether <c>HttpContext.RequestAborted</c> is cancelled too when the budget, or one above it, is exceeded. Default
    /// <see langword="false"/>: what is running is paid for already. A request that ends by it is answered as one that is refused.
    /// </summary>
    public bool CancelWhenExceeded { get; set; }

    /// <summary>What calls inside the request find as <see cref="BudgetScope.Label"/>; the pattern of the route if <see langword="null"/>, the default.</summary>
    public string? Label { get; set; }

    internal RequestBudgetOptions ValidCopy(string parameter)
    {
        if (!Enum.IsDefined(FailedRequestCost))
            throw new ArgumentOutOfRangeException(parameter, FailedRequestCost, "FailedRequestCost must be a named value.");
        return (RequestBudgetOptions)MemberwiseClone();
    }
}
