using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>Budgets and terms of meters, in one line.</summary>
internal static class Meters
{
    internal static BudgetEnforcer Budget(this ManualClock clock, decimal limit, ILogger<BudgetEnforcer>? logger = null, int maxWaiters = 0) =>
        new(new BudgetOptions { Limit = limit, MaxWaiters = maxWaiters }, logger, clock);

    internal static CostMeterOptions Slices(double seconds) => new() { Slice = TimeSpan.FromSeconds(seconds) };

    internal static CostMeterOptions By(double increment = 0, double minimum = 0) =>
        new() { Increment = TimeSpan.FromSeconds(increment), Minimum = TimeSpan.FromSeconds(minimum) };

    internal static (decimal Spent, decimal Reserved) Numbers(this BudgetEnforcer budget)
    {
        var report = budget.GetStatus();
        return (report.Spent, report.Reserved);
    }
}
