using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AspNetCore;

/// <summary>The log events of this package.</summary>
/// <remarks>Ids and names are stable: they are never renumbered, renamed or reused. This package has the ids 140 to 159.</remarks>
internal static partial class AspNetCoreLog
{
    [LoggerMessage(140, LogLevel.Information, "{Method} {Route} was refused ({Reason})", EventName = "RequestRefused")]
    internal static partial void RequestRefused(ILogger logger, string method, string route, BudgetRefusalReason reason);

    [LoggerMessage(141, LogLevel.Warning, "{Method} {Route} was refused ({Reason}) when its answer had begun, so the connection is cut", EventName = "RequestCut")]
    internal static partial void RequestCut(ILogger logger, string method, string route, BudgetRefusalReason reason);

    [LoggerMessage(142, LogLevel.Information, "Budget {BudgetKey} was added: a reload of the configuration has it", EventName = "BudgetAdded")]
    internal static partial void BudgetAdded(ILogger logger, string budgetKey);

    [LoggerMessage(143, LogLevel.Warning, "Budget {BudgetKey} of the reloaded configuration is not added. {Errors}", EventName = "BudgetNotAdded")]
    internal static partial void BudgetNotAdded(ILogger logger, string budgetKey, string errors);

    [LoggerMessage(144, LogLevel.Warning, "Budget {BudgetKey} is not in the configuration any more; it goes on as it is", EventName = "BudgetVanished")]
    internal static partial void BudgetVanished(ILogger logger, string budgetKey);

    [LoggerMessage(145, LogLevel.Warning, "Budget {BudgetKey} keeps its {Members} as before: a reload does not change that", EventName = "BudgetPlaceKept")]
    internal static partial void BudgetPlaceKept(ILogger logger, string budgetKey, string members);

    [LoggerMessage(146, LogLevel.Warning, "Template {Template} stays as it was: the reloaded configuration is not valid. {Errors}", EventName = "TemplateRejected")]
    internal static partial void TemplateRejected(ILogger logger, string template, string errors);

    [LoggerMessage(147, LogLevel.Information, "{User} changed budget {BudgetKey}: {Command} (key {CommandKey})", EventName = "BudgetCommand")]
    internal static partial void BudgetCommand(ILogger logger, string user, string budgetKey, string command, string commandKey);

    [LoggerMessage(148, LogLevel.Warning, "A command of {User} on budgets was refused: {Why}", EventName = "BudgetCommandRefused")]
    internal static partial void BudgetCommandRefused(ILogger logger, string user, string why);

    [LoggerMessage(149, LogLevel.Debug, "A watcher of the page of budgets does not read its events, so it is cut off", EventName = "BudgetWatcherCut")]
    internal static partial void BudgetWatcherCut(ILogger logger);

    [LoggerMessage(150, LogLevel.Warning, "The page of budgets could not be made anew; it is tried again", EventName = "BudgetPageFailed")]
    internal static partial void BudgetPageFailed(ILogger logger, Exception exception);

    [LoggerMessage(151, LogLevel.Warning, "The reloaded configuration of budgets could not be read; it is as before", EventName = "BudgetReloadFailed")]
    internal static partial void BudgetReloadFailed(ILogger logger, Exception exception);

    [LoggerMessage(152, LogLevel.Warning, "The section {Section} of the configuration has no budgets; is it named so?", EventName = "BudgetSectionEmpty")]
    internal static partial void BudgetSectionEmpty(ILogger logger, string section);
}
