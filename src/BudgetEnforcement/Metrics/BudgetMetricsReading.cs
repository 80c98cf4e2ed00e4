namespace BudgetEnforcement;

/// <summary>The numbers that the meter reads of a budget at one instant.</summary>
internal readonly record struct BudgetMetricsReading
{
    internal Money Limit { get; init; }

    internal Money Spent { get; init; }

    internal Money Reserved { get; init; }

    internal Money Overage { get; init; }

    /// <summary>The sum of every cost that was ever recorded. Refunds, resets and new periods do not lower it.</summary>
    internal Money Recorded { get; init; }

    internal long OpenReservations { get; init; }

    internal int Waiters { get; init; }
}
