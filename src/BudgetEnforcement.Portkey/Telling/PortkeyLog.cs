using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Portkey;

/// <summary>The log events of Portkey.</summary>
/// <remarks>Ids and names are stable: they are never renumbered, renamed or reused. This package has the ids 120 to 139. No event has the key.</remarks>
internal static partial class PortkeyLog
{
    [LoggerMessage(120, LogLevel.Debug, "Portkey says that {Total} dollars were billed in {Window}, under {Labels} labels; {Unlabelled} under none", EventName = "PortkeyCostsRead")]
    internal static partial void CostsRead(ILogger logger, string window, decimal total, int labels, decimal unlabelled);

    [LoggerMessage(121, LogLevel.Warning, "{Failure} Attempt {Attempt} of {Attempts}; the next one follows in {Wait}", EventName = "PortkeyAskedAgain")]
    internal static partial void AskedAgain(ILogger logger, string failure, int attempt, int attempts, TimeSpan wait);

    [LoggerMessage(122, LogLevel.Information, "The costs of {Window} changed at Portkey while they were read; they are read again in {Wait}", EventName = "PortkeyCostsMoved")]
    internal static partial void CostsMoved(ILogger logger, string window, TimeSpan wait);

    [LoggerMessage(123, LogLevel.Warning, "A call was refused by a limit that is set at Portkey ({Owner}): {PortkeyMessage} (trace {TraceId})", EventName = "PortkeyLimitHit")]
    internal static partial void LimitHit(ILogger logger, PortkeyLimitOwner owner, string? portkeyMessage, string? traceId);

    [LoggerMessage(124, LogLevel.Warning, "A call goes to Portkey without its label {Label}, because {Reason}; its cost will be billed under no label. Further such calls are logged at debug level", EventName = "PortkeyLabelLeftOut")]
    internal static partial void LabelLeftOut(ILogger logger, string label, string reason);

    [LoggerMessage(125, LogLevel.Debug, "Again a call goes to Portkey without its label {Label}, because {Reason}", EventName = "PortkeyLabelLeftOutAgain")]
    internal static partial void LabelLeftOutAgain(ILogger logger, string label, string reason);
}
