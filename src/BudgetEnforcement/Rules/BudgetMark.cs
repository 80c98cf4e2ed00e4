namespace BudgetEnforcement;

/// <summary>A spend at which something is announced.</summary>
/// <param name="Trigger">The smallest spend that reaches it.</param>
/// <param name="Threshold">The portion of the limit; null for the crossing to exceeded.</param>
/// <param name="Status">The status of a budget that has spent just that.</param>
/// <param name="IsAlert">Whether it is one of the user's further portions.</param>
internal readonly record struct BudgetMark(Money Trigger, decimal? Threshold, BudgetStatus Status, bool IsAlert);
