using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>The log events of runs and forecasts: ids as <see cref="Log"/> gives them out.</summary>
internal static partial class RunLog
{
    [LoggerMessage(19, LogLevel.Warning, "The run will not finish inside budget {BudgetName}: at {Progress:P0} its projected total is {ProjectedTotal} {Currency} of {Limit}", EventName = "ForecastOverBudget")]
    internal static partial void ForecastOverBudget(
        ILogger logger, string budgetName, double progress, decimal projectedTotal, string currency, decimal limit);

    [LoggerMessage(20, LogLevel.Warning, "The run starts although its projected cost of {ProjectedCost} {Currency} does not fit into budget {BudgetName}, which has {Available} available", EventName = "ProjectionDoesNotFit")]
    internal static partial void ProjectionDoesNotFit(
        ILogger logger, string budgetName, decimal projectedCost, string currency, decimal available);

    [LoggerMessage(21, LogLevel.Information, "The run under budget {BudgetName} ended: {Outcome}, {Spent} of {Limit} {Currency} spent", EventName = "RunEnded")]
    internal static partial void RunEnded(
        ILogger logger, string budgetName, BudgetedRunOutcome outcome, decimal spent, decimal limit, string currency);

    [LoggerMessage(45, LogLevel.Warning, "The run under budget {BudgetName} is not started: {Refusal}", EventName = "RunRefused")]
    internal static partial void RunRefused(ILogger logger, string budgetName, string refusal);

    [LoggerMessage(46, LogLevel.Information, "The run under budget {BudgetName} was stopped by budget {StoppedBy}: {Spent} of {Limit} {Currency} spent, {Reserved} reserved", EventName = "RunStopped")]
    internal static partial void RunStopped(
        ILogger logger, string budgetName, string stoppedBy, decimal spent, decimal limit, string currency, decimal reserved);
}
