using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>The log events of registries: ids as <see cref="Log"/> gives them out.</summary>
internal static partial class RegistryLog
{
    [LoggerMessage(50, LogLevel.Error, "The clock of a registry of budgets threw; no budget is forgotten until it can be read again", EventName = "RegistryClockFailed")]
    internal static partial void RegistryClockFailed(ILogger logger, Exception exception);

    [LoggerMessage(51, LogLevel.Information, "{Count} budgets of a registry have another limit now, that of their options", EventName = "RegistryReloaded")]
    internal static partial void RegistryReloaded(ILogger logger, int count);
}
