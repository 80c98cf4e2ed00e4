namespace BudgetEnforcement;

/// <summary>The limit of a budget is another one.</summary>
/// <param name="before">The limit before.</param>
/// <param name="after">The limit now.</param>
/// <param name="spent">What is spent of it.</param>
internal sealed class LimitChangeAnnouncement(decimal before, decimal after, decimal spent) : Announcement
{
    internal override void Tell(BudgetEnforcer budget) =>
        Log.LimitChanged(budget.Logger, budget.Name, after, budget.Currency, before, spent);
}
