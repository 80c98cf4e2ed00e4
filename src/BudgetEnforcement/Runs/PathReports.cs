namespace BudgetEnforcement;

/// <summary>Finds in the reports of a path, of one instant and the asked budget first, the budget that stopped or refused.</summary>
internal static class PathReports
{
    /// <summary>The nearest budget that is exceeded, or else the nearest with the least room, at which the next slice of time failed.</summary>
    internal static BudgetReport Stopping(IReadOnlyList<BudgetReport> path)
    {
        foreach (var report in path)
        {
            if (report.IsExceeded)
                return report;
        }

        return Tightest(path);
    }

    /// <summary>The budget whose numbers a refusal shows; null where it is none of the path.</summary>
    internal static BudgetReport? Refusing(IReadOnlyList<BudgetReport> path, BudgetCheck check)
    {
        // Names may repeat, and what is spent and held goes on after the refusal. So the best match counts, and of equals the tightest.
        IReadOnlyList<BudgetReport> named = [.. path.Where(report => report.Name == check.BudgetName && report.Currency == check.Currency)];
        IReadOnlyList<BudgetReport> limited = [.. named.Where(report => report.Limit == check.Limit)];
        IReadOnlyList<BudgetReport> same = [.. limited.Where(report => (report.Spent, report.Reserved) == (check.Spent, check.Reserved))];
        if (same.Count > 0)
            return same[0];
        if (limited.Count > 0)
            return Tightest(limited);
        return named.Count > 0 ? Tightest(named) : null;
    }

    /// <summary>The report with the least room; of several with equally little, the nearest.</summary>
    internal static BudgetReport Tightest(IReadOnlyList<BudgetReport> path)
    {
        var tightest = path[0];
        foreach (var report in path)
        {
            if (RoomOf(report) < RoomOf(tightest))
                tightest = report;
        }

        return tightest;
    }

    /// <summary>Limit − spent − reserved of this budget alone; below 0 where more is taken than there is.</summary>
    internal static decimal RoomOf(in BudgetReport report) => Saturating.Difference(report.Remaining, report.Reserved);
}
