namespace BudgetEnforcement.AI;

/// <summary>The most that a call can cost, by the cap of its answer.</summary>
/// <param name="Price">What the model costs.</param>
/// <param name="InputTokens">The most input.</param>
/// <param name="Without">The kinds of tokens that cannot occur.</param>
/// <param name="Output">The bound of the output.</param>
/// <param name="Allowance">What is held for what has no bound.</param>
/// <param name="Attempts">How many requests of the call may be billed.</param>
/// <param name="Tiers">The service tiers that the answer may come in.</param>
/// <param name="At">When the call is made.</param>
internal sealed record Quote(
    ModelPrice Price, long InputTokens, AIKinds Without, OutputBound Output, decimal Allowance, int Attempts, TierChoice Tiers, DateTimeOffset At)
{
    // More than any request can have, and all that a price is reckoned for.
    private const long MostTokens = 1_000_000_000;

    /// <summary>The bound of the whole call.</summary>
    internal decimal Full { get; } = AmountFor(Price, InputTokens, Without, Output.Most, Allowance, Attempts, Tiers, At);

    /// <summary>The bound of the call with a smaller cap.</summary>
    internal decimal WithCap(int cap) => AmountFor(Price, InputTokens, Without, cap, Allowance, Attempts, Tiers, At);

    /// <summary>The bound of the call with a cap that was admitted: the whole one, or a smaller one where that makes it cheaper.</summary>
    internal decimal For(int cap) => Output.CanShrink && cap < Output.Cap ? WithCap(cap) : Full;

    /// <summary>The most that one request costs whose answer had so many tokens.</summary>
    internal decimal CostOfOutput(long tokens) => AmountFor(Price, InputTokens, Without, tokens, Allowance, 1, Tiers, At);

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

    private static decimal AmountFor(
        ModelPrice price, long input, AIKinds without, long output, decimal allowance, int attempts, TierChoice tiers, DateTimeOffset at)
    {
        var bound = new AIBound { InputTokens = Math.Min(input, MostTokens), OutputTokens = Math.Min(output, MostTokens), Without = without, ServiceTier = tiers.Named };

        // What has no price is taken to cost what the dearest model costs.
        var most = MostOf(price, bound, at);
        if (tiers.MayBeAny)
        {
            foreach (var row in price.Rows)
            {
                if (row.ServiceTier is { } tier)
                    most = Math.Max(most, MostOf(price, bound with { ServiceTier = tier }, at));
            }

            foreach (var tier in price.UnpricedTiers)
                most = Math.Max(most, MostOf(price, bound with { ServiceTier = tier.Name }, at));
        }

        return (most + allowance) * attempts;
    }

    private static decimal MostOf(ModelPrice price, AIBound bound, DateTimeOffset at) =>
        price.Maximum(bound, at) ?? ModelPrices.Maximum.Maximum(bound, at)!.Value;
}

/// <summary>The service tiers that an answer may come in.</summary>
/// <param name="Named">The one that is named for it; null where the provider may choose by the settings of an account.</param>
/// <param name="MayBeAny">Whether the request may ask for any tier, also for one that the provider never chooses by itself.</param>
internal readonly record struct TierChoice(string? Named, bool MayBeAny);
