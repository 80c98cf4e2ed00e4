using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>The log events of reconcilers: ids as <see cref="Log"/> gives them out.</summary>
internal static partial class ReconciliationLog
{
    [LoggerMessage(80, LogLevel.Information, "{Source} billed {Billed} {Currency} for {Label} from {From:u} to {To:u} where {Recorded} was recorded: an adjustment of {Adjustment} stands in budget {BudgetName} now", EventName = "CostAdjusted")]
    internal static partial void CostAdjusted(
        ILogger logger, string source, decimal billed, string currency, string label, DateTimeOffset from, DateTimeOffset to, decimal recorded, decimal adjustment, string budgetName);

    [LoggerMessage(81, LogLevel.Warning, "What was recorded for {Label} drifts from what {Source} billed: {Recorded} of {Billed} {Currency} from {From:u} to {To:u}, a ratio of {Drift}", EventName = "CostDrifted")]
    internal static partial void CostDrifted(
        ILogger logger, string label, string source, decimal recorded, decimal billed, string currency, DateTimeOffset from, DateTimeOffset to, decimal? drift);

    [LoggerMessage(82, LogLevel.Information, "{Source} billed {Billed} for {Label} from {From:u} to {To:u}, which belongs to no budget here", EventName = "CostOfNoBudget")]
    internal static partial void CostOfNoBudget(ILogger logger, string source, decimal billed, string label, DateTimeOffset from, DateTimeOffset to);

    [LoggerMessage(83, LogLevel.Warning, "{Source} billed {Billed} {Currency} for {Label} from {From:u} to {To:u} where {Recorded} was recorded, and that is not in the books: {Outcome}", EventName = "CostNotAdjusted")]
    internal static partial void CostNotAdjusted(
        ILogger logger, string source, decimal billed, string currency, string label, DateTimeOffset from, DateTimeOffset to, decimal recorded, ReconciliationOutcome outcome);

    [LoggerMessage(84, LogLevel.Warning, "Budget {BudgetName} does not take the adjustment for {Label}", EventName = "AdjustmentFailed")]
    internal static partial void AdjustmentFailed(ILogger logger, Exception exception, string budgetName, string label);

    [LoggerMessage(85, LogLevel.Error, "What {Source} billed could not be compared with what was recorded; it is tried again", EventName = "ReconciliationFailed")]
    internal static partial void ReconciliationFailed(ILogger logger, Exception exception, string source);

    [LoggerMessage(86, LogLevel.Information, "{Source} billed costs under {LabelCount} labels from {From:u} to {To:u} that no budget here has", EventName = "UnknownLabels")]
    internal static partial void UnknownLabels(ILogger logger, string source, int labelCount, DateTimeOffset from, DateTimeOffset to);

    [LoggerMessage(87, LogLevel.Warning, "The ledger of budget {BudgetName} does not answer, so its adjustments wait", EventName = "AdjustmentsWait")]
    internal static partial void AdjustmentsWait(ILogger logger, Exception exception, string budgetName);
}
