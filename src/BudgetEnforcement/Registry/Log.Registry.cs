using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>What registries log: ids from 50.</content>
internal static partial class Log
{
    [LoggerMessage(50, LogLevel.Error, "The clock of a registry of budgets threw; no budget is forgotten until it can be read again", EventName = "RegistryClockFailed")]
    internal static partial void RegistryClockFailed(ILogger logger, Exception exception);
}
