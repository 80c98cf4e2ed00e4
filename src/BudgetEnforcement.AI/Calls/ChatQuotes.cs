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
        var (settings, own) = (environment.Settings, request.Own);
        var price = environment.Prices.OfRequest(model, origin.Logger);
        var other = request.OtherModel is { } second ? environment.Prices.OfRequest(second, origin.Logger) : null;
        var measured = environment.Requests.Measure(model, request.Messages, options, own);
        var isUnbounded = own.HasUnboundedCost || (options?.Tools is { Count: > 0 } tools && tools.Any(ToolMeasure.IsHosted)) || HasProperty(options, AsksForChoices);
        if (isUnbounded && environment.IsFirst(nameof(AILog.CallUnbounded), model))
            AILog.CallUnbounded(origin.Logger, model, settings.ToolAllowance, origin.Budgets.First.Currency);

        var tiers = own.Tiers(settings.ServiceTier);
        var quote = new Quote(
            price,
            other,
            Math.Max(LargestOf(measured.InputTokens, price), other is null ? 0 : LargestOf(measured.InputTokens, other)),
            own == OwnRequest.None ? KindsOfSomeRequests & ~measured.Kinds : AIKinds.None,
            OutputBound.Of(options, own, LimitOf(price, other), price.Reasons == true || other?.Reasons == true, settings),
            isUnbounded ? settings.ToolAllowance : 0m,
            settings.BillableAttempts,
            tiers with { MayBeAny = tiers.MayBeAny || HasProperty(options, AsksForTier) },
            origin.Clock.GetUtcNow());
        return (quote, measured);
    }

    /// <summary>The bound of the input; that of the model where it is less, or nothing else is known.</summary>
    internal static long LargestOf(long? tokens, ModelPrice price) =>
        Math.Min(tokens ?? long.MaxValue, price.InputLimit ?? (tokens is null ? LargestInput : long.MaxValue));

    private static long? LimitOf(ModelPrice price, ModelPrice? other) =>
        other is null ? price.OutputLimit : price.OutputLimit is { } one && other.OutputLimit is { } two ? Math.Max(one, two) : null;

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
