namespace BudgetEnforcement.Tests;

/// <summary>Budgets as the rules know them, without a lock, a logger or a clock.</summary>
internal static class States
{
    private static readonly PeriodCalendar Daily = PeriodCalendar.For(new BudgetOptions { Period = BudgetPeriod.Daily })!;

    internal static BudgetState New(int limit, params BudgetState[] parents) => New(limit, hasPeriod: false, now: 0, parents);

    internal static BudgetState New(int limit, bool hasPeriod, long now, params BudgetState[] parents) =>
        new(null, parents, Limit(limit), BudgetThresholds.Default, Money.Zero, hasPeriod ? Daily : null, now);

    internal static BudgetLimit Limit(int limit) => new(Money.From(limit), BudgetThresholds.Default);
}
