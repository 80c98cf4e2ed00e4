namespace BudgetEnforcement;

/// <summary>Everything that a reconciler reports: logs, each once for a window, and the metric of drift.</summary>
/// <remarks>Every method calls foreign code, so none may be called under a lock. None throws.</remarks>
internal sealed class ReconciliationTelemetry(string source, SafeLogger logger)
{
    private const decimal LeastDrift = 0.9m;
    private const decimal MostDrift = 1.1m;
    private const string NoLabel = "no label";
    private const string NoBudget = "no budget";

    internal void Adjusted(CostComparison comparison, MoneyBalance billed) => ReconciliationLog.CostAdjusted(
        logger, source, billed.ToDecimal(), CurrencyOf(comparison), comparison.Label ?? NoLabel, comparison.From, comparison.Until, comparison.Recorded.ToDecimal(),
        comparison.Window.Adjustment.ToDecimal(), NameOf(comparison));

    internal void AdjustmentFailed(CostComparison comparison, Exception refusal)
    {
        if (comparison.Window.LastOutcome != ReconciliationOutcome.Refused)
            ReconciliationLog.AdjustmentFailed(logger, refusal, NameOf(comparison), comparison.Label ?? NoLabel);
    }

    internal void LedgerFailed(Exception failure, BudgetEnforcer budget) => ReconciliationLog.AdjustmentsWait(logger, failure, budget.Name);

    internal void Failed(Exception exception) => ReconciliationLog.ReconciliationFailed(logger, exception, source);

    /// <summary>Logs what is new about a window: that its drift left the normal range, or that its difference is not in the books.</summary>
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
        var hasDrifted = cost.Budget is not null && (cost.Drift is { } drift ? drift is < LeastDrift or > MostDrift : cost.Recorded > 0m);
        if (hasDrifted && !window.HasDrifted)
            ReconciliationLog.CostDrifted(logger, label, source, cost.Recorded, cost.Billed, cost.Budget!.Currency, cost.From, cost.To, cost.Drift);
        window.HasDrifted = hasDrifted;
    }

    /// <summary>Logs the labels on the bill that no budget here has, if there are more of them than before.</summary>
    internal void FoundUnknownLabels(CostComparison comparison, List<ReconciledCost> unknown)
    {
        if (unknown.Count > comparison.Window.UnknownLabels)
            ReconciliationLog.UnknownLabels(logger, source, unknown.Count, comparison.From, comparison.Until);
        comparison.Window.UnknownLabels = unknown.Count;
    }

    private static string NameOf(CostComparison comparison) => comparison.Path is [var budget, ..] ? budget.Name : NoBudget;

    private static string CurrencyOf(CostComparison comparison) => comparison.Path is [var budget, ..] ? budget.Currency : string.Empty;
}
