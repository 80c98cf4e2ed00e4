namespace BudgetEnforcement;

/// <summary>A shared budget as a process wants to have it.</summary>
internal sealed record BudgetDefinition
{
    /// <summary>The id that the budget gets where the ledger does not have it yet.</summary>
    internal Guid Id { get; init; } = Guid.NewGuid();

    internal required string Name { get; init; }

    /// <summary>Its parents in their order, opened before.</summary>
    internal IReadOnlyList<Guid> ParentIds { get; init; } = [];

    /// <summary>Null for that of the parent, and <c>USD</c> at a root.</summary>
    internal string? Currency { get; init; }

    internal BudgetPeriod Period { get; init; }

    /// <summary>Null for UTC.</summary>
    internal string? TimeZoneId { get; init; }

    internal decimal Warning75Threshold { get; init; } = BudgetThresholds.Default.Warning75;

    internal decimal Warning90Threshold { get; init; } = BudgetThresholds.Default.Warning90;

    internal IReadOnlyList<decimal> AlertAt { get; init; } = [];

    internal required decimal Limit { get; init; }

    internal decimal InitialSpent { get; init; }

    internal DateTimeOffset? InitialSpentAt { get; init; }

    /// <summary>Whether a different limit replaces the limit of the ledger; otherwise it is set aside.</summary>
    internal bool SetsLimit { get; init; }

    /// <summary>Makes a definition from valid options that have a name.</summary>
    internal static BudgetDefinition From(BudgetOptions options, IReadOnlyList<Guid> parentIds, bool setsLimit) => new()
    {
        Name = options.Name!,
        ParentIds = parentIds,
        Currency = options.Currency,
        Period = options.Period,
        TimeZoneId = options.Period == BudgetPeriod.None ? null : options.TimeZone?.Id ?? options.TimeZoneId,
        Warning75Threshold = options.Warning75Threshold,
        Warning90Threshold = options.Warning90Threshold,
        AlertAt = [.. options.AlertAt],
        Limit = options.Limit!.Value,
        InitialSpent = options.InitialSpent,
        InitialSpentAt = options.InitialSpentAt,
        SetsLimit = setsLimit,
    };
}
