namespace BudgetEnforcement.AspNetCore;

/// <summary>A budget as it is shown: one instant of it, and how it came there.</summary>
internal sealed class BudgetView
{
    internal required BudgetRef Ref { get; init; }

    internal required BudgetReport Report { get; init; }

    /// <summary>The key of its parent in the container; null for none.</summary>
    internal string? ParentKey { get; init; }

    internal int Depth { get; init; }

    /// <summary>When it was read.</summary>
    internal DateTimeOffset ReadAt { get; init; }

    internal int Waiters { get; init; }

    /// <summary>Whether it, or one above it, is closed.</summary>
    internal bool IsClosed { get; init; }

    internal bool OnLedger { get; init; }

    /// <summary>Portions of the limit that are marked, in order.</summary>
    internal IReadOnlyList<decimal> Marks { get; init; } = [0.75m, 0.9m];

    /// <summary>The last hour; null where it is not kept.</summary>
    internal SpendHistory? History { get; init; }

    /// <summary>Its spend per hour at present; null where it is not known.</summary>
    internal decimal? BurnRatePerHour { get; init; }

    /// <summary>When the money ends at this rate; null where it does not, or not before a period begins anew.</summary>
    internal DateTimeOffset? EndsAt { get; init; }

    /// <summary>Reads a budget, without changing anything of it.</summary>
    internal static BudgetView Read(
        BudgetRef which, BudgetEnforcer budget, DateTimeOffset now, string? parentKey = null, int depth = 0, IReadOnlyList<decimal>? marks = null, SpendHistory? history = null)
    {
        var report = budget.GetStatus();
        var rate = history?.RatePerHour(report, now);
        return new BudgetView
        {
            Ref = which,
            Report = report,
            ReadAt = now,
            ParentKey = parentKey,
            Depth = depth,
            Waiters = budget.Waiters,
            IsClosed = budget.CheckBudgetAvailable(0m).Reason == BudgetRefusalReason.Closed,
            OnLedger = budget.Ledger is not null,
            Marks = marks ?? [0.75m, 0.9m],
            History = history,
            BurnRatePerHour = rate,
            EndsAt = EndOf(report, rate, now),
        };
    }

    private static DateTimeOffset? EndOf(in BudgetReport report, decimal? ratePerHour, DateTimeOffset now)
    {
        if (ratePerHour is not > 0m || report.Remaining <= 0m)
            return null;
        var hours = (double)report.Remaining / (double)ratePerHour.Value;
        if (hours > TimeSpan.FromDays(3650).TotalHours)
            return null;
        var end = now + TimeSpan.FromHours(hours);
        return report.PeriodEnd is { } period && period <= end ? null : end;
    }
}
