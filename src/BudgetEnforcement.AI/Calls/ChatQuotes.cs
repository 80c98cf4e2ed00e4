using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AI;

/// <summary>Bounds what a request of a chat can cost.</summary>
internal sealed class ChatQuotes(CallEnvironment environment)
{
    // No model so far takes more. It stands in for the limit of a model whose limit the book does not have.
    internal const long LargestInput = 3_500_000;

    private const AIKinds KindsOfSomeRequests = AIKinds.InputAudio | AIKinds.InputImage | AIKinds.CacheWrite1h;

    /// <exception cref="UnknownPriceException">The price of the model is not known, and such calls are refused.</exception>
    internal (Quote Quote, MeasuredRequest Measured) Of(ChatRequest request, CallOrigin origin)
    {
        var (model, options) = (request.Model, request.Options);
        var settings = environment.Settings;
        var price = environment.Prices.OfRequest(model, origin.Logger);
        var measured = environment.Requests.Measure(model, request.Messages, options);
        var hasOwnSettings = options?.RawRepresentationFactory is not null;
        var isUnbounded = (options?.Tools is { Count: > 0 } tools && tools.Any(ToolMeasure.IsHosted)) || HasProperty(options, AsksForChoices);
        if (isUnbounded && environment.IsFirst(nameof(AILog.CallUnbounded), model))
            AILog.CallUnbounded(origin.Logger, model, settings.ToolAllowance, origin.Budgets.First.Currency);

        var quote = new Quote(
            price,
            LargestOf(measured.InputTokens, price),
            hasOwnSettings ? AIKinds.None : KindsOfSomeRequests & ~measured.Kinds,
            OutputBound.Of(options, price, settings),
            isUnbounded ? settings.ToolAllowance : 0m,
            settings.BillableAttempts,
            new TierChoice(settings.ServiceTier, hasOwnSettings || HasProperty(options, AsksForTier)),
            origin.Clock.GetUtcNow());
        return (quote, measured);
    }

    /// <summary>The bound of the input; that of the model where it is less, or nothing else is known.</summary>
    internal static long LargestOf(long? tokens, ModelPrice price) =>
        Math.Min(tokens ?? long.MaxValue, price.InputLimit ?? (tokens is null ? LargestInput : long.MaxValue));

    private static bool AsksForTier(string name) => name.Contains("tier", StringComparison.OrdinalIgnoreCase);

    private static bool AsksForChoices(string name) =>
        name.Equals("n", StringComparison.OrdinalIgnoreCase) || name.Contains("candidate", StringComparison.OrdinalIgnoreCase) || name.Contains("best_of", StringComparison.OrdinalIgnoreCase);

    // Some adapters write what they find here into the request.
    private static bool HasProperty(ChatOptions? options, Func<string, bool> isIt)
    {
        if (options?.AdditionalProperties is not { Count: > 0 } properties)
            return false;
        foreach (var (name, _) in properties)
        {
            if (isIt(name))
                return true;
        }

        return false;
    }
}
