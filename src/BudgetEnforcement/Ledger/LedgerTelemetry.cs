namespace BudgetEnforcement;

/// <summary>The log of a ledger, the one place that logs what the ledger's own calls changed.</summary>
/// <remarks>Every method calls foreign code, so none may be called under a lock or on a thread that makes calls. None throws.</remarks>
internal sealed class LedgerTelemetry(SafeLogger logger)
{
    internal void Opened(BudgetStoreInfo info) => LedgerLog.LedgerOpened(logger, info.LedgerId, info.SchemaVersion, info.RulesVersion);

    internal void BudgetOpened(LedgerBudgetInfo budget, OpenBudgetReply reply, decimal configuredLimit)
    {
        if (reply.IsCreated)
            LedgerLog.LedgerBudgetCreated(logger, budget.Name, budget.Limit, budget.Currency);
        else if (reply.IsLimitKept)
            LedgerLog.LedgerLimitKept(logger, budget.Name, budget.Limit, budget.Currency, configuredLimit);
        else if (reply.Changed is { } changed)
            LimitChanged(budget, changed);
    }

    internal void CostRecorded(LedgerBudgetInfo budget, decimal amount, string key) =>
        LedgerLog.LedgerCostRecorded(logger, budget.Name, amount, budget.Currency, key, budget.Spent, budget.Limit);

    internal void EntrySet(LedgerBudgetInfo budget, decimal amount, string key) =>
        LedgerLog.LedgerEntrySet(logger, budget.Name, amount, budget.Currency, key, budget.Spent, budget.Limit);

    internal void LimitChanged(LedgerBudgetInfo budget, LimitReply reply)
    {
        if (!reply.IsNew)
            return;
        LedgerLog.LedgerLimitChanged(logger, budget.Name, budget.Limit, budget.Currency, budget.Spent);
        Reached(reply.Budget, reply.Rise);
    }

    internal void WasReset(LedgerTermInfo ended, ResetReply reply)
    {
        if (reply.IsNew)
            LedgerLog.LedgerBudgetReset(logger, ended.BudgetName, ended.Spent, ended.Currency);
    }

    internal void BudgetNotOpened(string name, BudgetLedgerException fault) => LedgerLog.LedgerBudgetNotOpened(logger, fault, name);

    internal void Unavailable(BudgetLedgerException fault) => LedgerLog.LedgerUnavailable(logger, fault);

    internal void Available() => LedgerLog.LedgerAvailable(logger);

    internal void Rewound(Guid nodeId) => LedgerLog.LedgerRewound(logger, nodeId);

    internal void StartedOver(Guid nodeId, ExchangeOutcome outcome)
    {
        if (outcome == ExchangeOutcome.Fenced)
            LedgerLog.LedgerNodeFenced(logger, nodeId);
        else
            LedgerLog.LedgerNodeForgotten(logger, nodeId);
    }

    internal void FoundDoubt(BudgetEnforcer budget, decimal amount) => LedgerLog.LedgerInDoubt(logger, budget.Name, amount, budget.Currency);

    internal void NotReported(BudgetEnforcer budget, decimal amount) => LedgerLog.LedgerCostNotReported(logger, budget.Name, amount, budget.Currency);

    internal void NodeSettled(Guid nodeId, int budgets) => LedgerLog.LedgerNodeSettled(logger, nodeId, budgets);

    /// <summary>Logs the marks that a budget has reached. The store has noted them as told, so no other process logs them.</summary>
    internal void Reached(LedgerBudgetRow row, IReadOnlyList<BudgetMark> marks)
    {
        if (marks.Count == 0)
            return;
        var budget = new LedgerBudgetInfo(row, []);
        foreach (var mark in marks)
        {
            if (mark.IsAlert)
                LedgerLog.LedgerAlertReached(logger, budget.Name, mark.Percentage, budget.Spent, budget.Limit, budget.Currency, budget.UtilizationPercentage);
            else if (mark.Threshold is null)
                LedgerLog.LedgerBudgetExceeded(logger, budget.Name, budget.Spent, budget.Limit, budget.Currency, budget.UtilizationPercentage);
            else
                LedgerLog.LedgerThresholdReached(logger, budget.Name, mark.Status, budget.Spent, budget.Limit, budget.Currency, budget.UtilizationPercentage);
        }
    }
}
