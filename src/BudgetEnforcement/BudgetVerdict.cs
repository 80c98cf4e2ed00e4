namespace BudgetEnforcement;

/// <summary>What a <see cref="BudgetCheck"/> shows: the numbers of one instant, as they were found.</summary>
/// <remarks>
/// It can be filled where it lies. It is large, and a processor that reads at one go what it has just written piece by piece waits for all
/// of the pieces: copying it within the lock took a tenth of a whole check.
/// </remarks>
internal record struct BudgetVerdict
{
    /// <summary>The given name of the budget that decided; null where it has none.</summary>
    internal string? BudgetName { get; set; }

    internal string? Currency { get; set; }

    internal decimal RequiredAmount { get; set; }

    internal BudgetStatus Status { get; set; }

    internal BudgetRefusalReason Reason { get; set; }

    internal Money Limit { get; set; }

    internal Money Spent { get; set; }

    internal Money Reserved { get; set; }

    /// <summary>In ticks of UTC.</summary>
    internal long PeriodEnd { get; set; }

    /// <summary>When ends of periods will have made room, in ticks of UTC.</summary>
    internal long RoomAt { get; set; }

    /// <summary>Whether others wait for room in a budget of the path.</summary>
    internal bool IsBlocked { get; set; }

    /// <summary>A <see cref="BudgetPurpose"/> in one byte, which takes no more room beside a flag.</summary>
    internal byte Purpose { get; set; }
}
