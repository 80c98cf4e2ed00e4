using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>What runs tell.</content>
internal static partial class Log
{
    [LoggerMessage(45, LogLevel.Warning, "The run under budget {BudgetName} will not finish inside {DecidingBudgetName}, which it counts against: at {Progress:P0} its projected total is {ProjectedTotal} {Currency}, and {DecidingBudgetName} has {Remaining} of {Limit} left", EventName = "ForecastOverBudgetAbove")]
    internal static partial void ForecastOverBudgetAbove(
        ILogger logger, string budgetName, string decidingBudgetName, double progress, decimal projectedTotal, string currency, decimal remaining, decimal limit);

    [LoggerMessage(46, LogLevel.Warning, "The run under budget {BudgetName} is not started: {Refusal}", EventName = "RunRefused")]
    internal static partial void RunRefused(ILogger logger, string budgetName, string refusal);

    [LoggerMessage(47, LogLevel.Information, "The run under budget {BudgetName} was stopped by budget {StoppedBy}: {Spent} of {Limit} {Currency} spent, {Reserved} reserved", EventName = "RunStopped")]
    internal static partial void RunStopped(
        ILogger logger, string budgetName, string stoppedBy, decimal spent, decimal limit, string currency, decimal reserved);
}
