using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>The log events of reloads: ids as <see cref="Log"/> gives them out.</summary>
internal static partial class ReloadLog
{
    [LoggerMessage(14, LogLevel.Warning, "Budget {BudgetName} keeps its limit: the reloaded configuration is not valid. {Errors}", EventName = "ReloadRejected")]
    internal static partial void ReloadRejected(ILogger logger, Exception? exception, string budgetName, string errors);

    [LoggerMessage(35, LogLevel.Warning, "Budget {BudgetName} keeps its {Members} as before: a reload does not change that; what else is configured is applied", EventName = "ReloadIgnored")]
    internal static partial void ReloadIgnored(ILogger logger, string budgetName, string members);
}
