namespace BudgetEnforcement;

/// <summary>The spend of a budget reached a mark on its way up.</summary>
/// <param name="mark">The mark.</param>
/// <param name="report">The budget at that instant.</param>
internal sealed class CrossingAnnouncement(BudgetMark mark, BudgetReport report) : Announcement
{
    /// <summary>The portion in percent; the largest number there is where that is larger.</summary>
    private decimal Percentage => mark.Threshold <= decimal.MaxValue / 100m ? mark.Threshold.Value * 100m : decimal.MaxValue;

    internal override void Tell(BudgetEnforcer budget)
    {
        if (mark.IsAlert)
            Log.AlertReached(budget.Logger, budget.Name, Percentage, report.Spent, report.Limit, report.Currency, report.UtilizationPercentage);
        else if (mark.Threshold is null)
            Log.BudgetExceeded(budget.Logger, budget.Name, report.Spent, report.Limit, report.Currency, report.UtilizationPercentage);
        else
            Log.ThresholdReached(budget.Logger, budget.Name, mark.Status, report.Spent, report.Limit, report.Currency, report.UtilizationPercentage);
        if (budget.ThresholdCrossedHandlers is { } handlers)
            Handlers.Call(handlers, budget, new BudgetThresholdCrossedEventArgs(mark.Status, mark.Threshold, report));
    }
}
