namespace BudgetEnforcement;

/// <summary>
/// Arithmetic for estimates, which saturates at <see cref="decimal.MaxValue"/> and <see cref="decimal.MinValue"/>. Recorded money is
/// counted elsewhere, exactly.
/// </summary>
internal static class Saturating
{
    internal static decimal Sum(decimal left, decimal right) => left > decimal.MaxValue - right ? decimal.MaxValue : left + right;

    /// <param name="left">Any amount.</param>
    /// <param name="right">0 or more.</param>
    internal static decimal Difference(decimal left, decimal right) => left < decimal.MinValue + right ? decimal.MinValue : left - right;

    /// <param name="amount">0 or more.</param>
    /// <param name="factor">0 or more.</param>
    internal static decimal Product(decimal amount, double factor)
    {
        // A double has a larger range than a decimal, so it tells whether the product fits into a decimal.
        if (!((double)amount * factor < (double)decimal.MaxValue) || factor >= (double)decimal.MaxValue)
            return decimal.MaxValue;
        try
        {
            return amount * (decimal)factor;
        }
        catch (OverflowException)
        {
            return decimal.MaxValue;
        }
    }
}
