namespace BudgetEnforcement.AspNetCore;

/// <summary>A budget for a program.</summary>
internal sealed class BudgetJson
{
    public required string Key { get; init; }

    public string? Registry { get; init; }

    public required string Name { get; init; }

    public string? Parent { get; init; }

    public BudgetStatus Status { get; init; }

    public BudgetStatus PathStatus { get; init; }

    public required string Currency { get; init; }

    public decimal Limit { get; init; }

    public decimal Spent { get; init; }

    public decimal Reserved { get; init; }

    public decimal Available { get; init; }

    public decimal Remaining { get; init; }

    public decimal UtilizationPercentage { get; init; }

    public decimal Overage { get; init; }

    public long OpenReservations { get; init; }

    public int Waiters { get; init; }

    public DateTimeOffset? PeriodEnd { get; init; }

    public int Resets { get; init; }

    public bool OnLedger { get; init; }

    public decimal? OwnSpent { get; init; }

    public decimal? HeldElsewhere { get; init; }

    public DateTimeOffset? AsOf { get; init; }

    public decimal? BurnRatePerHour { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public IReadOnlyList<SpendPointJson>? LastHour { get; init; }

    internal static BudgetJson Of(BudgetView view, bool withHistory = false)
    {
        var report = view.Report;
        return new BudgetJson
        {
            Key = view.Ref.Key,
            Registry = view.Ref.Registry,
            Name = report.Name,
            Parent = view.ParentKey,
            Status = report.Status,
            PathStatus = report.PathStatus,
            Currency = report.Currency,
            Limit = report.Limit,
            Spent = report.Spent,
            Reserved = report.Reserved,
            Available = report.Available,
            Remaining = report.Remaining,
            UtilizationPercentage = report.UtilizationPercentage,
            Overage = report.Overage,
            OpenReservations = report.OpenReservations,
            Waiters = view.Waiters,
            PeriodEnd = report.PeriodEnd,
            Resets = report.Resets,
            OnLedger = view.OnLedger,
            OwnSpent = report.OwnSpent,
            HeldElsewhere = view.OnLedger ? report.HeldElsewhere : null,
            AsOf = report.AsOf,
            BurnRatePerHour = view.BurnRatePerHour,
            EndsAt = view.EndsAt,
            LastHour = withHistory ? view.History?.Line(report, view.ReadAt).Select(point => new SpendPointJson(point.At, point.Spent)).ToList() : null,
        };
    }
}

/// <summary>How much was spent since the first point.</summary>
internal sealed record SpendPointJson(DateTimeOffset At, decimal Spent);

/// <summary>A part of a list of budgets.</summary>
internal sealed class BudgetListJson
{
    public DateTimeOffset At { get; init; }

    /// <summary>How many there are in all.</summary>
    public int Count { get; init; }

    public required IReadOnlyList<BudgetJson> Budgets { get; init; }

    /// <summary>The offset of the next part; null at the end.</summary>
    public int? Next { get; init; }

    /// <summary>The registries, whose budgets are lists of their own.</summary>
    public IReadOnlyList<string>? Registries { get; init; }
}
