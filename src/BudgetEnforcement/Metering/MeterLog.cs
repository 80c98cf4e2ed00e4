using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>The log events of meters: ids as <see cref="Log"/> gives them out.</summary>
internal static partial class MeterLog
{
    [LoggerMessage(18, LogLevel.Warning, "A meter at {RatePerHour} {Currency} an hour is exhausted: budget {BudgetName} has no room for its next slice of time, the money of {DecidingBudgetName} is {Cause}", EventName = "MeterExhausted")]
    internal static partial void MeterExhausted(
        ILogger logger, string budgetName, decimal ratePerHour, string currency, string decidingBudgetName, string cause);

    [LoggerMessage(22, LogLevel.Error, "A meter on budget {BudgetName} could not renew what it holds", EventName = "MeterFailed")]
    internal static partial void MeterFailed(ILogger logger, Exception exception, string budgetName);
}
