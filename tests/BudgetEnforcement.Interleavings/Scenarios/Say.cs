namespace BudgetEnforcement.Interleavings;

/// <summary>What callers are told, as text.</summary>
internal static class Say
{
    internal static string Reserve(BudgetEnforcer budget, decimal amount) => budget.TryReserve(amount, out _) ? "held" : "refused";

    internal static string Add(BudgetEnforcer budget, decimal amount) => budget.AddCost(amount).ToString();

    internal static string TryAdd(BudgetEnforcer budget, decimal amount) => budget.TryAddCost(amount) ? "added" : "refused";

    internal static string Check(BudgetEnforcer budget, decimal amount)
    {
        var check = budget.CheckBudgetAvailable(amount);
        return $"{check.Reason} with {check.Available} available";
    }

    internal static string Done(Action action)
    {
        try
        {
            action();
            return "done";
        }
        catch (InvalidOperationException)
        {
            return "invalid";
        }
    }

    internal static string Report(BudgetEnforcer budget) => budget.GetStatus().ToString();

    /// <summary>The outcome of a waiter. By the end of a schedule it is decided, or never will be.</summary>
    internal static string Fate(Task<BudgetReservation> waiting) =>
        waiting.IsCompletedSuccessfully ? "served"
        : waiting.IsCanceled ? "cancelled"
        : waiting.Exception?.InnerException is BudgetExceededException refused ? refused.Reason.ToString()
        : waiting.IsFaulted ? "failed"
        : "waits";
}
