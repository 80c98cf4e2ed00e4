namespace BudgetEnforcement;

/// <summary>The outcome of a comparison of recorded and billed costs.</summary>
public enum ReconciliationOutcome
{
    /// <summary>As much was billed as was recorded.</summary>
    Equal = 0,

    /// <summary>The books have an adjustment that makes up for the whole difference.</summary>
    Adjusted = 1,

    /// <summary>More was recorded than billed, and <see cref="CostReconcilerOptions.AdjustDown"/> is off: the books stay as they are.</summary>
    RecordedMore = 2,

    /// <summary>The cost has no label, or one under which nothing was recorded here, or its budgets have nothing in common: it is not charged.</summary>
    NoBudget = 3,

    /// <summary>No budget of the path is still in the term that the window belongs to: the difference is not charged.</summary>
    TermEnded = 4,

    /// <summary>
    /// Another process adjusts the same label of the same budget, so this one has taken its adjustment back. Give each process labels of its own.
    /// </summary>
    Contested = 5,

    /// <summary>
    /// The budget did not take the adjustment: more would be taken back than was spent, or a sum would not fit. The reconciler tries again.
    /// </summary>
    Refused = 6,

    /// <summary>
    /// The ledger of a budget of the path does not answer. The reconciler tries again, even if the window is no longer compared otherwise.
    /// </summary>
    Unavailable = 7,
}
