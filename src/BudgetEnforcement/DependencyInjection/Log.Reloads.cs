using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>What reloads log.</content>
internal static partial class Log
{
    [LoggerMessage(35, LogLevel.Warning, "Budget {BudgetName} keeps its {Members} as before: a reload does not change that; what else is configured is applied", EventName = "ReloadIgnored")]
    internal static partial void ReloadIgnored(ILogger logger, string budgetName, string members);
}
