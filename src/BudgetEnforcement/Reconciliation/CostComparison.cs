namespace BudgetEnforcement;

/// <summary>A window of a label to compare.</summary>
/// <param name="Label">The label; null for costs without one.</param>
/// <param name="Window">The window.</param>
/// <param name="To">The minute after the last one that is compared.</param>
/// <param name="Recorded">What was recorded from its start up to there.</param>
/// <param name="Path">All budgets that the costs of the label count in, each after all that are below it.</param>
/// <param name="InTerm">Those that are still in the term of the window.</param>
/// <param name="Unknown">Those of which it is not known whether they are, because their ledger did not answer.</param>
internal sealed record CostComparison(
    string? Label, CostWindow Window, long To, MoneyBalance Recorded, IReadOnlyList<BudgetEnforcer> Path, IReadOnlyList<BudgetEnforcer> InTerm, IReadOnlyList<BudgetEnforcer> Unknown)
{
    internal DateTimeOffset From => UtcMinute.Start(Window.From);

    internal DateTimeOffset Until => UtcMinute.Start(To);

    /// <summary>The nearest of the budgets that are still in the term: those that are above none of the others.</summary>
    internal IReadOnlyList<BudgetEnforcer> Nearest => BudgetTerms.Lowest(InTerm);

    internal ReconciledCost ToResult(MoneyBalance billed, ReconciliationOutcome outcome) => new()
    {
        Label = Label,
        From = From,
        To = Until,
        Recorded = Recorded.ToDecimal(),
        Billed = billed.ToDecimal(),
        Drift = billed.DriftOf(Recorded),
        Adjustment = Window.Adjustment.ToDecimal(),
        Outcome = outcome,
        Budget = Path.Count > 0 ? Path[0] : null,
    };
}
