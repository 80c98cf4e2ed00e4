namespace BudgetEnforcement;

/// <summary>A period of a budget ended.</summary>
/// <param name="report">The budget just before its spend started again from 0.</param>
internal sealed class PeriodEndAnnouncement(BudgetReport report) : Announcement
{
    internal override void Deliver(BudgetEnforcer budget, Telemetry telemetry)
    {
        telemetry.PeriodEnded(budget, report);
        if (budget.PeriodEndedHandlers is { } handlers)
            Call(handlers, budget, telemetry, new BudgetPeriodEndedEventArgs(report));
    }
}
