namespace BudgetEnforcement;

/// <summary>The outcome of a call of the store.</summary>
/// <param name="Result">What the caller gets.</param>
/// <param name="Tell">Logs the outcome, never on the thread that made the call; null where there is nothing to log.</param>
internal readonly record struct LedgerAnswer<TResult>(TResult Result, Action? Tell = null);
