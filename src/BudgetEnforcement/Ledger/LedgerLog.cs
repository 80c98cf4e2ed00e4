using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>The log events of ledgers: ids as <see cref="Log"/> gives them out.</summary>
internal static partial class LedgerLog
{
    [LoggerMessage(55, LogLevel.Information, "Ledger {LedgerId} is open: version {SchemaVersion} of the schema, version {RulesVersion} of the rules", EventName = "LedgerOpened")]
    internal static partial void LedgerOpened(ILogger logger, Guid ledgerId, int schemaVersion, int rulesVersion);

    [LoggerMessage(56, LogLevel.Information, "Shared budget {BudgetName} is created with a limit of {Limit} {Currency}", EventName = "LedgerBudgetCreated")]
    internal static partial void LedgerBudgetCreated(ILogger logger, string budgetName, decimal limit, string currency);

    [LoggerMessage(57, LogLevel.Warning, "Shared budget {BudgetName} keeps its limit of {Limit} {Currency}; the configured one of {ConfiguredLimit} is set aside", EventName = "LedgerLimitKept")]
    internal static partial void LedgerLimitKept(ILogger logger, string budgetName, decimal limit, string currency, decimal configuredLimit);

    [LoggerMessage(58, LogLevel.Warning, "Shared budget {BudgetName} reached {Status}: {Spent} of {Limit} {Currency} spent ({UtilizationPercentage}%)", EventName = "LedgerThresholdReached")]
    internal static partial void LedgerThresholdReached(
        ILogger logger, string budgetName, BudgetStatus status, decimal spent, decimal limit, string currency, decimal utilizationPercentage);

    [LoggerMessage(59, LogLevel.Warning, "Shared budget {BudgetName} reached {Percentage}% of its limit: {Spent} of {Limit} {Currency} spent ({UtilizationPercentage}%)", EventName = "LedgerAlertReached")]
    internal static partial void LedgerAlertReached(
        ILogger logger, string budgetName, decimal percentage, decimal spent, decimal limit, string currency, decimal utilizationPercentage);

    [LoggerMessage(60, LogLevel.Error, "Shared budget {BudgetName} is exceeded: {Spent} of {Limit} {Currency} spent ({UtilizationPercentage}%)", EventName = "LedgerBudgetExceeded")]
    internal static partial void LedgerBudgetExceeded(
        ILogger logger, string budgetName, decimal spent, decimal limit, string currency, decimal utilizationPercentage);

    [LoggerMessage(61, LogLevel.Debug, "Shared budget {BudgetName} recorded {Amount} {Currency} under {Key}: {Spent} of {Limit} spent", EventName = "LedgerCostRecorded")]
    internal static partial void LedgerCostRecorded(ILogger logger, string budgetName, decimal amount, string currency, string key, decimal spent, decimal limit);

    [LoggerMessage(62, LogLevel.Debug, "Shared budget {BudgetName} has {Amount} {Currency} under {Key} now: {Spent} of {Limit} spent", EventName = "LedgerEntrySet")]
    internal static partial void LedgerEntrySet(ILogger logger, string budgetName, decimal amount, string currency, string key, decimal spent, decimal limit);

    [LoggerMessage(63, LogLevel.Information, "Shared budget {BudgetName} has a limit of {Limit} {Currency} now; {Spent} spent", EventName = "LedgerLimitChanged")]
    internal static partial void LedgerLimitChanged(ILogger logger, string budgetName, decimal limit, string currency, decimal spent);

    [LoggerMessage(64, LogLevel.Information, "Shared budget {BudgetName} was reset: {PreviousSpent} {Currency} had been spent", EventName = "LedgerBudgetReset")]
    internal static partial void LedgerBudgetReset(ILogger logger, string budgetName, decimal previousSpent, string currency);

    [LoggerMessage(65, LogLevel.Warning, "Node {NodeId} was settled, in {BudgetCount} budgets", EventName = "LedgerNodeSettled")]
    internal static partial void LedgerNodeSettled(ILogger logger, Guid nodeId, int budgetCount);

    [LoggerMessage(66, LogLevel.Error, "Shared budget {BudgetName} cannot be opened, so nothing is admitted under it", EventName = "LedgerBudgetNotOpened")]
    internal static partial void LedgerBudgetNotOpened(ILogger logger, Exception exception, string budgetName);

    [LoggerMessage(67, LogLevel.Error, "The ledger does not answer; what this process holds of shared budgets is still spent, and beyond that it refuses", EventName = "LedgerUnavailable")]
    internal static partial void LedgerUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(68, LogLevel.Information, "The ledger answers again", EventName = "LedgerAvailable")]
    internal static partial void LedgerAvailable(ILogger logger);

    [LoggerMessage(69, LogLevel.Warning, "The ledger went back in time behind node {NodeId}, which tells again what it holds and spent; nothing is granted meanwhile", EventName = "LedgerRewound")]
    internal static partial void LedgerRewound(ILogger logger, Guid nodeId);

    [LoggerMessage(70, LogLevel.Warning, "Another process has used the id of node {NodeId}, such as a copy of this one; it goes on as a new node and holds nothing yet", EventName = "LedgerNodeFenced")]
    internal static partial void LedgerNodeFenced(ILogger logger, Guid nodeId);

    [LoggerMessage(71, LogLevel.Warning, "The ledger has forgotten node {NodeId}, which was silent for long; it goes on as a new node and holds nothing yet", EventName = "LedgerNodeForgotten")]
    internal static partial void LedgerNodeForgotten(ILogger logger, Guid nodeId);

    [LoggerMessage(72, LogLevel.Warning, "Of shared budget {BudgetName}, {Amount} {Currency} are in doubt: nodes hold them that are not seen any more", EventName = "LedgerInDoubt")]
    internal static partial void LedgerInDoubt(ILogger logger, string budgetName, decimal amount, string currency);

    [LoggerMessage(73, LogLevel.Error, "Of shared budget {BudgetName}, {Amount} {Currency} were spent here that the closed ledger has not heard of", EventName = "LedgerCostNotReported")]
    internal static partial void LedgerCostNotReported(ILogger logger, string budgetName, decimal amount, string currency);
}
