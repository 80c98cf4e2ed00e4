namespace BudgetEnforcement.AspNetCore;

/// <summary>Checks the amounts of requests.</summary>
internal static class RequestAmount
{
    /// <summary>
    /// Throws for an amount below zero. It takes −0 for zero, as the budgets do: a cost may be computed as the negative of 0. The check of the base
    /// library takes −0 for negative.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is below zero.</exception>
    internal static void ThrowIfNegative(decimal amount, string name)
    {
        if (amount < 0m)
            throw new ArgumentOutOfRangeException(name, amount, $"{name} must not be negative.");
    }
}
