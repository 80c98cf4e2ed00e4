namespace BudgetEnforcement;

/// <summary>
/// A budget in its series. The budget refers to it, so both become unreachable together; then the series takes over the recorded costs.
/// </summary>
internal sealed class PublishedBudget(BudgetEnforcer budget, BudgetSeries series)
{
    /// <summary>
    /// Runs when the budget is unreachable. Where a registry forgot the budget and may take it back, the finalizer does nothing and runs
    /// again later. It takes only locks that no foreign code runs under, so it cannot hang.
    /// </summary>
    ~PublishedBudget()
    {
        if (Budget.TryPostponeFinalization())
            GC.ReRegisterForFinalize(this);
        else
            BudgetMetrics.Forget(this);
    }

    internal BudgetEnforcer Budget { get; } = budget;

    internal BudgetSeries Series { get; } = series;

    /// <summary>The index among the budgets of its series; below 0 where it never joined.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>
    /// Whether the budget is closed. Costs that it still records count while the series goes on; its other numbers do not.
    /// </summary>
    internal bool IsWithdrawn { get; set; }
}
