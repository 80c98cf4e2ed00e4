namespace BudgetEnforcement;

/// <summary>The spend of a budget reached a mark on its way up.</summary>
/// <param name="mark">The mark.</param>
/// <param name="report">The budget at that instant.</param>
/// <param name="logCause">Logs the cost that did it, where that is to be logged here: before what it did.</param>
internal sealed class CrossingAnnouncement(BudgetMark mark, BudgetReport report, Action<Telemetry>? logCause) : Announcement
{
    internal override void Tell(BudgetEnforcer budget, Telemetry telemetry)
    {
        logCause?.Invoke(telemetry);
        telemetry.Crossed(budget, mark, report);
        if (budget.ThresholdCrossedHandlers is { } handlers)
            Call(handlers, budget, telemetry, new BudgetThresholdCrossedEventArgs(mark.Status, mark.Threshold, report));
    }
}
