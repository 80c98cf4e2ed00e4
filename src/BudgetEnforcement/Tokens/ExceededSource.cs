namespace BudgetEnforcement;

/// <summary>
/// The source of an <see cref="BudgetEnforcer.ExceededToken"/>. It refers to the budget, so a caller that holds only the token keeps the
/// budget alive and its parents still find it.
/// </summary>
internal sealed class ExceededSource(BudgetEnforcer budget) : CancellationTokenSource
{
    private readonly BudgetEnforcer _budget = budget;

    /// <summary>Marks the token as cancelled; its callbacks run on the thread pool, never on this thread.</summary>
    internal void CancelNeedsLock() => SourceCancellation.Cancel(this, _budget);
}
