namespace BudgetEnforcement;

/// <content>A token that covers the meter and its budget, and a reading of both.</content>
public sealed partial class CostMeter
{
    /// <summary>
    /// A source whose token is cancelled when this meter is exhausted or the path of its budget is exceeded, whichever comes first.
    /// </summary>
    /// <param name="cancellationToken">Cancels it too.</param>
    /// <returns>A source; dispose of it.</returns>
    public CancellationTokenSource CreateLinkedTokenSource(CancellationToken cancellationToken = default) =>
        CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _budget.ExceededToken, ExhaustedToken);

    /// <summary>The whole path of the budget, the budget first, and what is charged but not recorded there, of one instant.</summary>
    internal IReadOnlyList<BudgetReport> ReadPath(out decimal pendingCost)
    {
        while (true)
        {
            // What is due at a fixed time changes only when something is recorded.
            var now = _clock.GetTimestamp();
            pendingCost = DueAt(now);
            var path = _budget.GetPath();
            if (DueAt(now) == pendingCost)
                return path;
        }
    }
}
