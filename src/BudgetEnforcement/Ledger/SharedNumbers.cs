namespace BudgetEnforcement;

/// <summary>The name of a budget, and the numbers that only a report of a shared budget has. Budgets without a ledger have no such numbers.</summary>
internal sealed record SharedNumbers
{
    /// <summary>The given name; null where it has none.</summary>
    internal string? Name { get; init; }

    internal DateTimeOffset? AsOf { get; init; }

    internal Money? OwnSpent { get; init; }

    internal Money HeldElsewhere { get; init; }

    internal static SharedNumbers Of(BudgetSlice slice, in Money spent, string? name) => new()
    {
        Name = name,
        AsOf = slice.AsOf == default ? null : slice.AsOf,
        OwnSpent = slice.OwnSpentAt(spent),
        HeldElsewhere = slice.HeldElsewhere,
    };

    /// <summary>The numbers with a change; the name alone where nothing else is set, so that a report that was read back equals the one that was written.</summary>
    /// <param name="nameOrNumbers">The numbers, or the name where there are none.</param>
    /// <param name="change">The change.</param>
    internal static object? With(object? nameOrNumbers, Func<SharedNumbers, SharedNumbers> change)
    {
        var changed = change(nameOrNumbers as SharedNumbers ?? new SharedNumbers { Name = nameOrNumbers as string });
        return changed == new SharedNumbers { Name = changed.Name } ? changed.Name : changed;
    }
}
