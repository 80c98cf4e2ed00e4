using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>Budgets with a period, in one line: of 100 a day unless a test says otherwise.</summary>
internal static class Periodic
{
    internal static BudgetEnforcer Budget(
        this ManualClock clock,
        BudgetPeriod period = BudgetPeriod.Daily,
        decimal limit = 100m,
        decimal spent = 0m,
        int maxWaiters = 5,
        ILogger<BudgetEnforcer>? log = null,
        string? name = null,
        TimeZoneInfo? zone = null) => new(Options(period, limit, spent, maxWaiters, name, zone), log, clock);

    internal static BudgetEnforcer Child(
        this BudgetEnforcer parent,
        BudgetPeriod period,
        decimal limit = 100m,
        decimal spent = 0m,
        int maxWaiters = 5,
        string? name = null,
        TimeZoneInfo? zone = null) => parent.CreateChild(Options(period, limit, spent, maxWaiters, name, zone));

    private static BudgetOptions Options(BudgetPeriod period, decimal limit, decimal spent, int maxWaiters, string? name, TimeZoneInfo? zone) =>
        new() { Name = name, Limit = limit, InitialSpent = spent, Period = period, TimeZone = zone, MaxWaiters = maxWaiters };
}
