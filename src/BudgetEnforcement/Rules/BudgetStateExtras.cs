namespace BudgetEnforcement;

/// <summary>State that few budgets need, kept apart so that a million budgets stay small.</summary>
internal sealed class BudgetStateExtras
{
    /// <summary>The parents, where there are several.</summary>
    internal BudgetState[]? Parents { get; init; }

    /// <summary>All marks, alerts and thresholds, in the order in which spend reaches them; null where there are no alerts.</summary>
    internal BudgetMark[]? Marks { get; set; }

    /// <summary>The total of all committed costs above their reservations.</summary>
    internal Money Overage { get; set; }

    /// <summary>The costs recorded before the spend last fell.</summary>
    internal Money RecordedBefore { get; set; }

    /// <summary>The part of the present spend that is no cost recorded since then: what it fell to, or what the budget started with.</summary>
    internal Money SpentBefore { get; set; }

    internal bool IsClosed { get; set; }

    /// <summary>What this process holds of the budget, where processes share it; null where they do not.</summary>
    internal BudgetSlice? Slice { get; set; }

    /// <summary>The end of a period that was set aside because a wrong clock produced it, in ticks of UTC; 0 for none.</summary>
    internal long EndSetAside { get; set; }
}
