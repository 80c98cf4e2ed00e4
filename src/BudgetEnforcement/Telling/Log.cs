using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>The log events of budgets. The log events of runs, meters, reloads and registries are in their folders.</summary>
/// <remarks>
/// Ids and names of all of them are stable: they are never renumbered, renamed or reused. Ids 1 to 34 come from one common list. After
/// that, reloads have 35 to 39, meters 40 to 44, runs 45 to 49, registries 50 to 54, ledgers 55 to 79 and reconcilers 80 to 89.
/// </remarks>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Budget {BudgetName} reached {Status}: {Spent} of {Limit} {Currency} spent ({UtilizationPercentage}%)", EventName = "ThresholdReached")]
    internal static partial void ThresholdReached(
        ILogger logger, string budgetName, BudgetStatus status, decimal spent, decimal limit, string currency, decimal utilizationPercentage);

    [LoggerMessage(2, LogLevel.Error, "Budget {BudgetName} is exceeded: {Spent} of {Limit} {Currency} spent ({UtilizationPercentage}%)", EventName = "BudgetExceeded")]
    internal static partial void BudgetExceeded(
        ILogger logger, string budgetName, decimal spent, decimal limit, string currency, decimal utilizationPercentage);

    [LoggerMessage(3, LogLevel.Warning, "Budget {BudgetName} refused {RequiredAmount} {Currency}: {DecidingBudgetName} has a limit of {Limit}, spent {Spent}, reserved {Reserved}, available {Available}; {RefusedSinceLastWarning} more were refused since the last warning", EventName = "Refused")]
    internal static partial void Refused(
        ILogger logger, string budgetName, decimal requiredAmount, string currency, string decidingBudgetName, decimal limit, decimal spent, decimal reserved, decimal available, int refusedSinceLastWarning);

    [LoggerMessage(4, LogLevel.Debug, "Budget {BudgetName} refused {RequiredAmount} {Currency} again: {DecidingBudgetName} has a limit of {Limit}, spent {Spent}, reserved {Reserved}, available {Available}", EventName = "RefusedAgain")]
    internal static partial void RefusedAgain(
        ILogger logger, string budgetName, decimal requiredAmount, string currency, string decidingBudgetName, decimal limit, decimal spent, decimal reserved, decimal available);

    [LoggerMessage(5, LogLevel.Debug, "Budget {BudgetName} recorded a cost of {Amount} {Currency}: {Spent} of {Limit} spent", EventName = "CostRecorded")]
    internal static partial void CostRecorded(ILogger logger, string budgetName, decimal amount, string currency, decimal spent, decimal limit);

    [LoggerMessage(6, LogLevel.Warning, "Budget {BudgetName} was charged {ActualCost} {Currency} where {ReservedAmount} was reserved: an overage of {Overage}", EventName = "Overage")]
    internal static partial void OverageCommitted(
        ILogger logger, string budgetName, decimal actualCost, string currency, decimal reservedAmount, decimal overage);

    [LoggerMessage(7, LogLevel.Information, "Budget {BudgetName} has a limit of {Limit} {Currency} now, {PreviousLimit} before; {Spent} spent", EventName = "LimitChanged")]
    internal static partial void LimitChanged(
        ILogger logger, string budgetName, decimal limit, string currency, decimal previousLimit, decimal spent);

    [LoggerMessage(8, LogLevel.Information, "Budget {BudgetName} was reset: {PreviousSpent} {Currency} had been spent", EventName = "BudgetReset")]
    internal static partial void BudgetReset(ILogger logger, string budgetName, decimal previousSpent, string currency);

    [LoggerMessage(9, LogLevel.Debug, "Budget {BudgetName} took back {Amount} {Currency}: {Spent} of {Limit} spent", EventName = "Refunded")]
    internal static partial void Refunded(ILogger logger, string budgetName, decimal amount, string currency, decimal spent, decimal limit);

    [LoggerMessage(10, LogLevel.Debug, "Budget {BudgetName} reserved {Amount} {Currency}", EventName = "Reserved")]
    internal static partial void Reserved(ILogger logger, string budgetName, decimal amount, string currency);

    [LoggerMessage(11, LogLevel.Debug, "Budget {BudgetName} released a reservation of {Amount} {Currency}", EventName = "Released")]
    internal static partial void Released(ILogger logger, string budgetName, decimal amount, string currency);

    [LoggerMessage(12, LogLevel.Error, "A handler of an event of budget {BudgetName} threw", EventName = "HandlerFailed")]
    internal static partial void HandlerFailed(ILogger logger, Exception exception, string budgetName);

    [LoggerMessage(13, LogLevel.Error, "A callback on a token of budget {BudgetName} threw", EventName = "CallbackFailed")]
    internal static partial void CallbackFailed(ILogger logger, Exception exception, string budgetName);

    [LoggerMessage(15, LogLevel.Information, "A period of budget {BudgetName} ended with {Spent} of {Limit} {Currency} spent", EventName = "PeriodEnded")]
    internal static partial void PeriodEnded(ILogger logger, string budgetName, decimal spent, decimal limit, string currency);

    [LoggerMessage(16, LogLevel.Debug, "A reservation of {Amount} {Currency} waits for room in budget {BudgetName}", EventName = "Waiting")]
    internal static partial void Waiting(ILogger logger, string budgetName, decimal amount, string currency);

    [LoggerMessage(17, LogLevel.Error, "The clock of budget {BudgetName} threw; its period goes on", EventName = "ClockFailed")]
    internal static partial void ClockFailed(ILogger logger, Exception exception, string budgetName);

    [LoggerMessage(23, LogLevel.Warning, "{Dropped} announcements of budget {BudgetName} were dropped: its handlers or the logger are too slow", EventName = "AnnouncementsDropped")]
    internal static partial void AnnouncementsDropped(ILogger logger, string budgetName, int dropped);

    [LoggerMessage(24, LogLevel.Information, "Budget {BudgetName} is closed", EventName = "BudgetClosed")]
    internal static partial void BudgetClosed(ILogger logger, string budgetName);

    [LoggerMessage(25, LogLevel.Information, "A reservation of {Amount} {Currency} waits in budget {BudgetName}, without holding up others, for a refund, a reset or a higher limit: too much is spent for it", EventName = "WaitingWithoutHope")]
    internal static partial void WaitingWithoutHope(ILogger logger, string budgetName, decimal amount, string currency);

    [LoggerMessage(26, LogLevel.Debug, "Budget {BudgetName} has no room for {RequiredAmount} {Currency}: {DecidingBudgetName} has a limit of {Limit}, spent {Spent}, reserved {Reserved}, available {Available}", EventName = "NotAvailable")]
    internal static partial void NotAvailable(
        ILogger logger, string budgetName, decimal requiredAmount, string currency, string decidingBudgetName, decimal limit, decimal spent, decimal reserved, decimal available);

    [LoggerMessage(27, LogLevel.Warning, "Budget {BudgetName} reached {Percentage}% of its limit: {Spent} of {Limit} {Currency} spent ({UtilizationPercentage}%)", EventName = "AlertReached")]
    internal static partial void AlertReached(
        ILogger logger, string budgetName, decimal percentage, decimal spent, decimal limit, string currency, decimal utilizationPercentage);
}
