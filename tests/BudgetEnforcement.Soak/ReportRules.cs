namespace BudgetEnforcement.Soak;

/// <summary>What holds in every report, at any time. All amounts of the soak are so short that <see cref="decimal"/> sums are exact.</summary>
internal static class ReportRules
{
    internal static void Check(in BudgetReport report, Findings findings)
    {
        var (limit, spent, reserved) = (report.Limit, report.Spent, report.Reserved);
        var expected = spent > limit ? BudgetStatus.Exceeded
            : limit == 0 ? BudgetStatus.Ok
            : spent >= limit * 0.9m ? BudgetStatus.Warning90
            : spent >= limit * 0.75m ? BudgetStatus.Warning75
            : BudgetStatus.Ok;
        var isRight = report.Status == expected
            && report.PathStatus >= report.Status
            && report.IsExceeded == spent > limit
            && report.Remaining == limit - spent
            && report.Available >= 0 && report.Available <= Math.Max(0, limit - spent - reserved)
            && spent >= 0 && reserved >= 0
            && report.OpenReservations >= 0 && (report.OpenReservations > 0 || reserved == 0)
            && report.Overage >= 0;
        if (!isRight)
            findings.Fail($"the numbers of a report belong together; found: {report}, {report.OpenReservations} open");
    }

    /// <summary>For budgets where every cost is admitted beforehand.</summary>
    internal static void CheckAdmitted(in BudgetReport report, Findings findings)
    {
        Check(report, findings);
        if (report.Spent + report.Reserved > report.Limit)
            findings.Fail($"what only spends what was admitted keeps its limit; found: {report}");
    }
}
