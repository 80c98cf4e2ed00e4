namespace BudgetEnforcement;

/// <summary>A window of a label that is to be compared.</summary>
/// <param name="Label">The label; null for costs without one.</param>
/// <param name="Window">The window.</param>
/// <param name="To">The minute after the last one that is compared.</param>
/// <param name="Recorded">What was recorded from its start up to there.</param>
/// <param name="Holders">The budgets of its path that are still in the term of the window, nearest first.</param>
/// <param name="Path">All budgets that the costs of the label count in, nearest first.</param>
internal sealed record CostComparison(
    string? Label, CostWindow Window, long To, Money Recorded, IReadOnlyList<BudgetEnforcer> Holders, IReadOnlyList<BudgetEnforcer> Path)
{
    internal DateTimeOffset From => UtcMinute.Start(Window.From);

    internal DateTimeOffset Until => UtcMinute.Start(To);

    internal ReconciledCost ToResult(MoneyBalance billed, ReconciliationOutcome outcome) => new()
    {
        Label = Label,
        From = From,
        To = Until,
        Recorded = Recorded.ToDecimal(roundUp: true),
        Billed = billed.ToDecimal(),
        Drift = billed.DriftOf(Recorded),
        Adjustment = Window.Adjustment.ToDecimal(),
        Outcome = outcome,
        Budget = Path.Count > 0 ? Path[0] : null,
    };
}
