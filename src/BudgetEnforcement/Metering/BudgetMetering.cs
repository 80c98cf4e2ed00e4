namespace BudgetEnforcement;

/// <summary>Starts meters on budgets.</summary>
/// <threadsafety>Every member may be called from any thread at any time.</threadsafety>
public static class BudgetMetering
{
    /// <summary>Starts to charge a budget, and every one above it, for time as it passes: a GPU, an instance, a licence.</summary>
    /// <param name="budget">The budget; its <see cref="BudgetEnforcer.TimeProvider"/> measures the time.</param>
    /// <param name="ratePerHour">What one hour costs, in the currency of the budget; from 0 to 10¹², both included.</param>
    /// <param name="options">How far ahead it holds money, and by what time is billed; the default if <see langword="null"/>. Copied.</param>
    /// <returns>A meter that runs. Dispose of it when the time is over.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="budget"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate, or a time in <paramref name="options"/>, is out of its range.</exception>
    /// <exception cref="BudgetExceededException">
    /// The first slice, with the first increment or minimum, does not fit. Nothing was started. What the clock of the budget throws comes
    /// through too, and then nothing was started either.
    /// </exception>
    public static CostMeter StartMeter(this BudgetEnforcer budget, decimal ratePerHour, CostMeterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return CostMeter.TryStart(budget, ratePerHour, options, out var meter, out var refusal)
            ? meter
            : throw new BudgetExceededException(CostMeter.RefusedStartMessage(refusal), refusal);
    }
}
