namespace BudgetEnforcement;

/// <summary>
/// Finds the budget that stopped or refused in the reports of a path, which are of one instant with the asked budget first.
/// </summary>
internal static class PathReports
{
    /// <summary>
    /// The nearest exceeded budget, or else the one that refused the next slice of time. Where no budget is exceeded any more and no slice was
    /// refused, it is the tightest.
    /// </summary>
    /// <param name="path">The reports.</param>
    /// <param name="ofSlice">The refusal of the slice; null where none was refused.</param>
    internal static BudgetReport Stopping(IReadOnlyList<BudgetReport> path, BudgetCheck? ofSlice)
    {
        foreach (var report in path)
        {
            if (report.IsExceeded)
                return report;
        }

        return (ofSlice is { } check ? Refusing(path, check) : null) ?? Tightest(path);
    }

    /// <summary>The budget whose numbers a refusal shows; null where the path does not have it.</summary>
    internal static BudgetReport? Refusing(IReadOnlyList<BudgetReport> path, BudgetCheck check)
    {
        // Names may repeat, and the numbers change after the refusal. So the best match counts, and of several equal ones the tightest.
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

    /// <summary>What is held of this budget, by this process and by others.</summary>
    internal static decimal HeldOf(in BudgetReport report) => Saturating.Sum(report.Reserved, report.HeldElsewhere);

    /// <summary>Limit − spent − held of this budget alone; negative where more than the limit is taken.</summary>
    internal static decimal RoomOf(in BudgetReport report) => Saturating.Difference(report.Remaining, HeldOf(report));
}
