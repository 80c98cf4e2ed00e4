namespace BudgetEnforcement;

/// <summary>Starts meters on budgets.</summary>
/// <threadsafety>Every member may be called from any thread at any time.</threadsafety>
public static class BudgetMetering
{
    /// <summary>Starts to charge a budget, and every one above it, for time as it passes: a GPU, an instance, a licence.</summary>
    /// <param name="budget">The budget; its <see cref="BudgetEnforcer.TimeProvider"/> measures the time.</param>
    /// <param name="ratePerHour">What one hour costs, in the currency of the budget; from 0 to 10¹², both included.</param>
    /// <param name="options">How far ahead it holds money; the default if <see langword="null"/>. Copied.</param>
    /// <returns>A meter that runs. Dispose of it when the time is over.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="budget"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate, or the slice of <paramref name="options"/>, is out of its range.</exception>
    /// <exception cref="BudgetExceededException">The first slice does not fit. Nothing was started.</exception>
    public static CostMeter StartMeter(this BudgetEnforcer budget, decimal ratePerHour, CostMeterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(budget);
        CostMeter.ThrowIfNoRate(ratePerHour);
        var slice = (options ?? new CostMeterOptions()).ValidSlice(nameof(options));
        var meter = new CostMeter(budget, ratePerHour, slice);
        try
        {
            MeterClock.Of(budget.TimeProvider).Add(meter);
            return meter;
        }
        catch
        {
            // A clock that cannot make timers: nothing is started, so nothing may stay held.
            meter.Dispose();
            throw;
        }
    }
}
