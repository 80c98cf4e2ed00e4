namespace BudgetEnforcement;

/// <summary>The limit of a budget is another one.</summary>
/// <param name="before">The limit before.</param>
/// <param name="after">The budget with the new limit.</param>
internal sealed class LimitChangeAnnouncement(decimal before, BudgetReport after) : Announcement
{
    internal override void Tell(BudgetEnforcer budget) =>
        Log.LimitChanged(budget.Logger, budget.Name, after.Limit, after.Currency, before, after.Spent);
}
