namespace BudgetEnforcement.AI;

/// <summary>The most that a call can cost, by the cap of its answer.</summary>
/// <param name="Price">The price of the model.</param>
/// <param name="Other">The price of another model that may answer, because the request names two; null where there is none.</param>
/// <param name="InputTokens">The most input.</param>
/// <param name="Without">The kinds of tokens that cannot occur.</param>
/// <param name="Output">The bound of the output.</param>
/// <param name="Allowance">The amount that is held for parts that have no bound.</param>
/// <param name="Attempts">How many requests of the call may be billed.</param>
/// <param name="Tiers">The service tiers that the answer may come in.</param>
/// <param name="At">When the call is made.</param>
internal sealed record Quote(
    ModelPrice Price, ModelPrice? Other, long InputTokens, AIKinds Without, OutputBound Output, decimal Allowance, int Attempts, TierChoice Tiers, DateTimeOffset At)
{
    // More than any request can have, and all that a price is reckoned for.
    private const long MostTokens = 1_000_000_000;

    private decimal? _full;

    /// <summary>The bound of the whole call.</summary>
    internal decimal Full => _full ??= AmountFor(Output.Most) * Attempts;

    /// <summary>The bound of the call with a smaller cap.</summary>
    internal decimal WithCap(int cap) => AmountFor(cap) * Attempts;

    /// <summary>The bound of the call with a cap that was admitted: the whole one, or a smaller one where that makes it cheaper.</summary>
    internal decimal For(int cap) => Output.CanShrink && cap < Output.Cap ? WithCap(cap) : Full;

    /// <summary>The most that one request costs whose answer had this many tokens.</summary>
    internal decimal CostOfOutput(long tokens) => AmountFor(tokens);

    /// <summary>The largest cap whose bound is within an amount; 0 where that is below the least that is worth a call.</summary>
    internal int LargestCapWithin(decimal amount)
    {
        int low = Output.Least, high = Output.Cap;
        if (WithCap(low) > amount)
            return 0;
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (WithCap(middle) <= amount)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private decimal AmountFor(long output)
    {
        var bound = new AIBound { InputTokens = Math.Min(InputTokens, MostTokens), OutputTokens = Math.Min(output, MostTokens), Without = Without, ServiceTier = Tiers.Named };
        var most = MostInAnyTier(Price, bound);
        return (Other is null ? most : Math.Max(most, MostInAnyTier(Other, bound))) + Allowance;
    }

    private decimal MostInAnyTier(ModelPrice price, AIBound bound)
    {
        var most = MostOf(price, bound);
        if (!Tiers.MayBeAny)
            return most;
        foreach (var row in price.Rows)
        {
            if (row.ServiceTier is { } tier)
                most = Math.Max(most, MostOf(price, bound with { ServiceTier = tier }));
        }

        foreach (var tier in price.UnpricedTiers)
            most = Math.Max(most, MostOf(price, bound with { ServiceTier = tier.Name }));
        return most;
    }

    // Where a part has no price, the call is taken to cost what it would at the dearest model.
    private decimal MostOf(ModelPrice price, AIBound bound) => price.Maximum(bound, At) ?? ModelPrices.Maximum.Maximum(bound, At)!.Value;
}

/// <summary>The service tiers that an answer may come in.</summary>
/// <param name="Named">The one that is named for it; null where the provider may choose by the settings of an account.</param>
/// <param name="MayBeAny">Whether the request may ask for any tier, also for one that the provider never chooses by itself.</param>
internal readonly record struct TierChoice(string? Named, bool MayBeAny);
