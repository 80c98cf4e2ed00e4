namespace BudgetEnforcement;

/// <summary>All that a reconciler tells: logs, each once for a window, and the metric of drift.</summary>
/// <remarks>Every method calls foreign code, so none may be called under a lock. None throws.</remarks>
internal sealed class ReconciliationTelemetry(string source, SafeLogger logger)
{
    private const decimal LeastDrift = 0.9m;
    private const decimal MostDrift = 1.1m;
    private const string NoLabel = "no label";

    internal void Adjusted(CostComparison comparison, MoneyBalance billed, BudgetEnforcer budget) => ReconciliationLog.CostAdjusted(
        logger, source, billed.ToDecimal(), budget.Currency, comparison.Label ?? NoLabel, comparison.From, comparison.Until, comparison.Recorded.ToDecimal(roundUp: true),
        comparison.Window.Adjustment.ToDecimal(), budget.Name);

    internal void AdjustmentFailed(Exception refusal, string label, BudgetEnforcer budget) => ReconciliationLog.AdjustmentFailed(logger, refusal, budget.Name, label);

    internal void Failed(Exception exception) => ReconciliationLog.ReconciliationFailed(logger, exception, source);

    /// <summary>Tells what is new of a window: that its drift left the normal range, or that its difference is not in the books.</summary>
    internal void Compared(CostWindow window, in ReconciledCost cost)
    {
        var label = cost.Label ?? NoLabel;
        if (cost.Outcome != window.LastOutcome)
        {
            window.LastOutcome = cost.Outcome;
            if (cost.Outcome == ReconciliationOutcome.NoBudget)
                ReconciliationLog.CostOfNoBudget(logger, source, cost.Billed, label, cost.From, cost.To);
            else if (cost.Outcome is ReconciliationOutcome.TermEnded or ReconciliationOutcome.Contested or ReconciliationOutcome.Refused)
                ReconciliationLog.CostNotAdjusted(logger, source, cost.Billed, cost.Budget!.Currency, label, cost.From, cost.To, cost.Recorded, cost.Outcome);
        }

        // Cost that belongs to no budget is no mistake of the books.
        var hasDrifted = cost.Budget is not null && (cost.Drift is { } drift ? drift is < LeastDrift or > MostDrift : cost.Recorded > 0);
        if (hasDrifted && !window.HasDrifted)
            ReconciliationLog.CostDrifted(logger, label, source, cost.Recorded, cost.Billed, cost.Budget!.Currency, cost.From, cost.To, cost.Drift);
        window.HasDrifted = hasDrifted;
    }

    /// <summary>Tells of labels on the bill that no budget here has, where there are more of them than before.</summary>
    internal void FoundUnknownLabels(CostComparison comparison, List<ReconciledCost> unknown)
    {
        if (unknown.Count > comparison.Window.UnknownLabels)
            ReconciliationLog.UnknownLabels(logger, source, unknown.Count, comparison.From, comparison.Until);
        comparison.Window.UnknownLabels = unknown.Count;
    }
}
