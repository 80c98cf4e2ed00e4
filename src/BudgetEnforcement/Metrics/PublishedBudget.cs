namespace BudgetEnforcement;

/// <summary>A budget in its series. The budget holds it, and when both are gone, what was recorded is left to the series.</summary>
internal sealed class PublishedBudget(BudgetEnforcer budget, BudgetSeries series)
{
    /// <summary>
    /// Runs when no one can use the budget any more, unless a registry forgot it and may take it back; then it runs again. It takes locks that
    /// no foreign code ever runs under, so it cannot hang.
    /// </summary>
    ~PublishedBudget()
    {
        if (Budget.MayComeBack())
            GC.ReRegisterForFinalize(this);
        else
            BudgetMetrics.Forget(this);
    }

    internal BudgetEnforcer Budget { get; } = budget;

    internal BudgetSeries Series { get; } = series;

    /// <summary>Where it stands among the budgets of its series; below 0 where it never joined.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>Whether it is closed. What it still records counts as cost while the series goes on; nothing else is shown.</summary>
    internal bool IsWithdrawn { get; set; }
}
