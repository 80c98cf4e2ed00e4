using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>What runs tell.</content>
internal static partial class Log
{
    [LoggerMessage(45, LogLevel.Warning, "The run under budget {BudgetName} is not started: {Refusal}", EventName = "RunRefused")]
    internal static partial void RunRefused(ILogger logger, string budgetName, string refusal);

    [LoggerMessage(46, LogLevel.Information, "The run under budget {BudgetName} was stopped by budget {StoppedBy}: {Spent} of {Limit} {Currency} spent, {Reserved} reserved", EventName = "RunStopped")]
    internal static partial void RunStopped(
        ILogger logger, string budgetName, string stoppedBy, decimal spent, decimal limit, string currency, decimal reserved);
}
