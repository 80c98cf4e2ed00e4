using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AI;

/// <summary>The log events of LLM calls.</summary>
/// <remarks>Ids and names are stable: they are never renumbered, renamed or reused. This package has the ids 100 to 119.</remarks>
internal static partial class AILog
{
    [LoggerMessage(100, LogLevel.Debug, "A call of {Model} cost {Cost} of the {Reserved} {Currency} that were held for it (source: {Source})", EventName = "AICostRecorded")]
    internal static partial void CostRecorded(ILogger logger, string? model, decimal cost, decimal reserved, string currency, AICostSource source);

    [LoggerMessage(101, LogLevel.Warning, "{Model} did not report what a call used, so {Cost} {Currency} were charged, which is an upper bound; further such calls are logged at debug level", EventName = "AIUsageUnreported")]
    internal static partial void UsageUnreported(ILogger logger, string? model, decimal cost, string currency);

    [LoggerMessage(102, LogLevel.Debug, "{Model} again did not report what a call used, so {Cost} {Currency} were charged, which is an upper bound", EventName = "AIUsageUnreportedAgain")]
    internal static partial void UsageUnreportedAgain(ILogger logger, string? model, decimal cost, string currency);

    [LoggerMessage(103, LogLevel.Warning, "A stream of {Model} was neither read to its end nor disposed of, so {Cost} {Currency} were charged when it was collected: use await foreach or DisposeAsync", EventName = "AIStreamAbandoned")]
    internal static partial void StreamAbandoned(ILogger logger, string? model, decimal cost, string currency);

    [LoggerMessage(104, LogLevel.Warning, "The price of {Model} at {Endpoint} is not known; its calls are charged as UnknownPrice says: {UnknownPrice}", EventName = "AIPriceAssumed")]
    internal static partial void PriceAssumed(ILogger logger, string? model, Uri? endpoint, UnknownPrice unknownPrice);

    [LoggerMessage(105, LogLevel.Warning, "Calls of {Model} have no bound, because the provider itself runs tools for them, or answers several times, or their RawRepresentationFactory asks for what cannot be read; {Allowance} {Currency} are held beside what is bounded", EventName = "AICallUnbounded")]
    internal static partial void CallUnbounded(ILogger logger, string? model, decimal allowance, string currency);

    [LoggerMessage(106, LogLevel.Information, "The answer of {Model} is capped at {MaxOutputTokens} tokens instead of {RequestedTokens}, because no more fits into budget {BudgetName}", EventName = "AICallShrunk")]
    internal static partial void CallShrunk(ILogger logger, string? model, int maxOutputTokens, int requestedTokens, string budgetName);

    [LoggerMessage(107, LogLevel.Warning, "The prices of LLM calls are of {AsOf}, more than 90 days ago; load newer ones with PriceBook.Load", EventName = "AIPricesOld")]
    internal static partial void PricesOld(ILogger logger, DateOnly asOf);

    [LoggerMessage(108, LogLevel.Warning, "Budget {BudgetName} is in {Currency}, and the prices of LLM calls that come with the package are US dollars, which are not converted", EventName = "AICurrencyDiffers")]
    internal static partial void CurrencyDiffers(ILogger logger, string budgetName, string currency);

    [LoggerMessage(109, LogLevel.Warning, "{Callback} of the options for LLM calls threw", EventName = "AICallbackFailed")]
    internal static partial void CallbackFailed(ILogger logger, Exception exception, string callback);

    [LoggerMessage(110, LogLevel.Debug, "A call of {Model} failed and was not billed; the {Reserved} {Currency} that were held for it are free again", EventName = "AICallUnbilled")]
    internal static partial void CallUnbilled(ILogger logger, Exception exception, string? model, decimal reserved, string currency);

    [LoggerMessage(111, LogLevel.Warning, "What a call of {Model} cost could not be reckoned from what was reported, so the {Reserved} {Currency} that were held for it are charged", EventName = "AICostNotReckoned")]
    internal static partial void CostNotReckoned(ILogger logger, Exception exception, string? model, decimal reserved, string currency);
}
