namespace BudgetEnforcement;

/// <summary>A period of a budget ended.</summary>
/// <param name="report">The budget just before its spend started again from 0.</param>
internal sealed class PeriodEndAnnouncement(BudgetReport report) : Announcement
{
    internal override void Tell(BudgetEnforcer budget)
    {
        Log.PeriodEnded(budget.Logger, budget.Name, report.Spent, report.Limit, report.Currency);
        if (budget.PeriodEndedHandlers is { } handlers)
            Handlers.Call(handlers, budget, new BudgetPeriodEndedEventArgs(report));
    }
}
