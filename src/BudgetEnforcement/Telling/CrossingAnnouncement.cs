namespace BudgetEnforcement;

/// <summary>The spend of a budget reached a mark on its way up.</summary>
/// <param name="mark">The mark.</param>
/// <param name="report">The budget at that instant.</param>
/// <param name="logCause">Logs the cost that caused the crossing, before the crossing; null where it is logged elsewhere.</param>
/// <param name="isAnnouncer">Whether this process announces the crossing for all that share the budget, and so logs it.</param>
internal sealed class CrossingAnnouncement(BudgetMark mark, BudgetReport report, Action<Telemetry>? logCause, bool isAnnouncer = true) : Announcement
{
    internal override void Deliver(BudgetEnforcer budget, Telemetry telemetry)
    {
        logCause?.Invoke(telemetry);
        if (isAnnouncer)
            telemetry.Crossed(budget, mark, report);
        if (budget.ThresholdCrossedHandlers is { } handlers)
            Call(handlers, budget, telemetry, new BudgetThresholdCrossedEventArgs(mark.Status, mark.Threshold, report, isAnnouncer));
    }
}
