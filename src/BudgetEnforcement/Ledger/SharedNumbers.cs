namespace BudgetEnforcement;

/// <summary>What a report says of a shared budget beside the numbers that every budget has. Budgets without a ledger have none.</summary>
internal sealed record SharedNumbers
{
    private static readonly SharedNumbers Nothing = new();

    internal DateTimeOffset? AsOf { get; init; }

    internal Money? OwnSpent { get; init; }

    internal Money HeldElsewhere { get; init; }

    internal static SharedNumbers Of(BudgetSlice slice, in Money spent) => new()
    {
        AsOf = slice.AsOf == default ? null : slice.AsOf,
        OwnSpent = slice.OwnSpentAt(spent),
        HeldElsewhere = slice.HeldElsewhere,
    };

    /// <summary>The numbers with a change; null where nothing is set, so that a report that was read back equals the one that was written.</summary>
    internal static SharedNumbers? With(SharedNumbers? numbers, Func<SharedNumbers, SharedNumbers> change) =>
        change(numbers ?? Nothing) is var changed && changed == Nothing ? null : changed;
}
