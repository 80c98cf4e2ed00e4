using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AI;

/// <summary>A call that was admitted. It ends once: charged, or released where it is sure not to be billed.</summary>
/// <param name="environment">What the calls of the client have in common.</param>
/// <param name="caller">Where the call comes from.</param>
/// <param name="quote">Its bound.</param>
/// <param name="admitted">What is held for it.</param>
/// <param name="model">The model that was asked for.</param>
/// <param name="turn">The turn of a conversation that the call is; null where it is none.</param>
internal sealed class BudgetedCall(CallEnvironment environment, CallOrigin caller, Quote quote, Admitted admitted, string? model, ChatTurn? turn)
{
    // Text has about four bytes a token, and no text has eight throughout. An answer with more than this many bytes for each token of the cap has
    // passed it.
    private const int BytesOfTokenPastCap = 8;

    private int _hasEnded;

    /// <summary>Where the answer, or what arrived of it, is read.</summary>
    internal AnswerReading Reading { get; } = new(raw => environment.ReadRaw(raw, quote.Price.Provider, caller.Logger));

    /// <summary>The most tokens of the answer.</summary>
    internal int Cap => admitted.Cap;

    /// <summary>Charges a call whose answer came to its end, was left before, or broke off.</summary>
    /// <param name="hasEnded">Whether it came to its end.</param>
    internal void Charge(bool hasEnded)
    {
        if (TryEnd())
            ChargeEnded(hasEnded);
    }

    /// <summary>
    /// Ends a call that failed. The request that it failed with is released where it is sure not to be billed. What is held for the requests that the
    /// client may have made before is charged: only the last one is seen.
    /// </summary>
    internal void Fail(Exception failure)
    {
        if (Reading.HasStarted || !environment.IsUnbilled(failure, caller.Logger))
        {
            Charge(hasEnded: false);
            return;
        }

        if (!TryEnd())
            return;
        var unseen = quote.Attempts - Math.Min(quote.Attempts, Unbilled.AttemptsIn(failure));
        if (unseen > 0)
        {
            turn?.End(null, null);
            Record((admitted.Amount / quote.Attempts * unseen, AICostSource.Whole), usage: null);
            return;
        }

        turn?.EndUnbilled();
        environment.Release(admitted);
        AILog.CallUnbilled(caller.Logger, failure, model, admitted.Amount, caller.Budgets.First.Currency);
    }

    /// <summary>
    /// Charges a stream that its reader has dropped, from a work item: a finalizer calls this, and a finalizer must not run foreign code.
    /// </summary>
    internal void Abandon()
    {
        if (Volatile.Read(ref _hasEnded) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static call => call.ChargeAbandoned(), this, preferLocal: false);
    }

    private void ChargeAbandoned()
    {
        if (!TryEnd())
            return;
        var cost = ChargeEnded(hasEnded: false);
        AILog.StreamAbandoned(caller.Logger, cost.Model, cost.Amount, caller.Budgets.First.Currency);
    }

    private AICost ChargeEnded(bool hasEnded)
    {
        AIUsage? reported = null, complete = null;
        var charge = (admitted.Amount, AICostSource.Whole);
        try
        {
            reported = Reading.Usage;
            complete = Reading.IsReported(hasEnded) ? ReportedUsage.Complete(reported!) : null;
            charge = complete is not null && CostOf(complete) is { } cost ? cost : CostUnreported();
        }
#pragma warning disable CA1031 // Only this method ends the call, so it charges something even where a report of the client throws.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            AILog.CostNotReckoned(caller.Logger, exception, model, admitted.Amount, caller.Budgets.First.Currency);
        }

        turn?.End(Reading.ConversationId, complete);
        return Record(charge, reported);
    }

    private bool TryEnd() => Interlocked.Exchange(ref _hasEnded, 1) == 0;

    private (decimal, AICostSource)? CostOf(AIUsage usage)
    {
        if (environment.TrustsCosts && usage.ReportedCost is { } reported and >= 0)
            return (reported, AICostSource.Provider);
        return environment.Prices.CostOf(usage, model, Reading.Model ?? usage.Model, quote.Price, Now()) is { } cost ? (Math.Max(0, cost), AICostSource.Usage) : null;
    }

    /// <summary>The time; that of the quote where the clock fails, because the call is charged all the same.</summary>
    private DateTimeOffset Now()
    {
        try
        {
            return caller.Clock.GetUtcNow();
        }
#pragma warning disable CA1031 // A clock is foreign code.
        catch (Exception)
#pragma warning restore CA1031
        {
            return quote.At;
        }
    }

    /// <summary>The charge for a call whose usage was not reported.</summary>
    private (decimal, AICostSource) CostUnreported()
    {
        var isWhole = environment.Settings.Unreported == Unreported.Whole || quote.Attempts > 1;
        return isWhole || quote.Price.Reasons != false || Reading.DeliveredTokens == 0
            ? (Math.Max(admitted.Amount, KnownToBeMore()), AICostSource.Whole)
            : (Math.Max(Math.Min(admitted.Amount, quote.CostOfOutput(Reading.DeliveredTokens)), KnownToBeMore()), AICostSource.Delivered);
    }

    /// <summary>
    /// The cost that is known for certain where a provider did not keep the cap of the answer: that of what it had reported so far, and that of what
    /// arrived where it is too much for so few tokens.
    /// </summary>
    private decimal KnownToBeMore()
    {
        var reported = Reading.Usage is { } usage ? KnownCostOf(ReportedUsage.Complete(usage)) : 0m;
        var isPastCap = Reading.DeliveredTokens > (long)admitted.Cap * BytesOfTokenPastCap;
        return Math.Max(reported, isPastCap ? quote.CostOfOutput(Reading.DeliveredTokens) : 0m);
    }

    /// <summary>
    /// The cost of the reported usage as far as it is known: at the most that its service tier can cost, where that has no price, and without its
    /// searches, where those have none.
    /// </summary>
    private decimal KnownCostOf(AIUsage usage)
    {
        if ((CostOf(usage) ?? CostOf(usage with { WebSearches = null })) is var (cost, _))
            return cost;
        return CostOf(usage with { ServiceTier = null, WebSearches = null }) is var (ordinary, _) ? ordinary * quote.Price.TimesAtMost(usage.ServiceTier) : 0m;
    }

    private AICost Record((decimal Amount, AICostSource Source) charge, AIUsage? usage)
    {
        var cost = new AICost
        {
            Amount = charge.Amount,
            Reserved = admitted.Amount,
            Source = charge.Source,
            Usage = usage,
            Model = Reading.Model ?? usage?.Model ?? model,
            Label = caller.Budgets.Label,
            Budget = caller.Budgets.First,
        };
        admitted.Held.Commit(charge.Amount);
        environment.Waits.OnCostRecorded();
        AIMetrics.Count(cost, environment.Settings.LabelsInMetrics);
        AIMetrics.Tag(caller.Span, cost);
        Log(cost);
        environment.TellCost(cost, caller.Logger);
        return cost;
    }

    private void Log(in AICost cost)
    {
        var currency = caller.Budgets.First.Currency;
        if (cost.Source is AICostSource.Usage or AICostSource.Provider)
            AILog.CostRecorded(caller.Logger, cost.Model, cost.Amount, cost.Reserved, currency, cost.Source);
        else if (environment.IsFirst(nameof(AILog.UsageUnreported), cost.Model))
            AILog.UsageUnreported(caller.Logger, cost.Model, cost.Amount, currency);
        else
            AILog.UsageUnreportedAgain(caller.Logger, cost.Model, cost.Amount, currency);
    }
}

/// <summary>Where a call comes from, as it was when the method was called: a stream is read in another flow.</summary>
/// <param name="Budgets">The budgets that are charged.</param>
/// <param name="Span">The span that was current.</param>
internal sealed record CallOrigin(CallBudgets Budgets, Activity? Span)
{
    internal ILogger Logger => Budgets.First.Logger;

    internal TimeProvider Clock => Budgets.First.TimeProvider;
}
