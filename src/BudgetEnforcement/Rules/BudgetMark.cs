namespace BudgetEnforcement;

/// <summary>A spend at which the budget makes an announcement.</summary>
/// <param name="Trigger">The smallest spend that reaches the mark.</param>
/// <param name="Threshold">The portion of the limit; null for the crossing to exceeded.</param>
/// <param name="Status">The status of a budget that has spent exactly that much.</param>
/// <param name="IsAlert">Whether the mark is one of the user's alerts.</param>
internal readonly record struct BudgetMark(Money Trigger, decimal? Threshold, BudgetStatus Status, bool IsAlert)
{
    /// <summary>The portion of the limit in percent; the largest number there is where that is larger, or where there is no portion.</summary>
    internal decimal Percentage => Threshold <= decimal.MaxValue / 100m ? Threshold.Value * 100m : decimal.MaxValue;
}
