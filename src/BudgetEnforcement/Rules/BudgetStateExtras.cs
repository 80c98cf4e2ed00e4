namespace BudgetEnforcement;

/// <summary>What few budgets have, kept apart so that a million of them stay small.</summary>
internal sealed class BudgetStateExtras
{
    /// <summary>The parents, where there are several.</summary>
    internal BudgetState[]? Parents { get; init; }

    /// <summary>What is announced on the way up beside the thresholds; null where there are no alerts.</summary>
    internal BudgetMark[]? Marks { get; set; }

    /// <summary>What was committed above its reservations in total.</summary>
    internal Money Overage { get; set; }

    /// <summary>What was recorded before the spend last started again from 0, and what was taken back since.</summary>
    internal Money RecordedBefore { get; set; }

    /// <summary>The part of the present spend that was there at the start.</summary>
    internal Money InitialSpent { get; set; }

    /// <summary>An end of a period that a wrong clock made, in ticks of UTC; 0 for none.</summary>
    internal long EndSetAside { get; set; }
}
