namespace BudgetEnforcement.AI;

/// <summary>
/// Counts times rates. The rates of a row have 18 digits between them and a count has 10, so a <see cref="decimal"/> holds every result
/// exactly.
/// </summary>
internal static class CostArithmetic
{
    private const decimal Million = 1_000_000m;
    private const decimal Thousand = 1_000m;

    /// <summary>The cost of counts that can be read; null where the output is missing, or searches of the web have no price.</summary>
    internal static decimal? Cost(TokenRates rates, AIUsage usage)
    {
        if (Output(rates, usage) is not { } output || Searches(rates, usage.WebSearches ?? 0) is not { } searches)
            return null;

        return ((Input(rates, usage) + output) / Million) + (rates.PerRequest * (usage.Requests ?? 1)) + searches;
    }

    /// <summary>The most that a call of this many input tokens costs; null where searches of the web have no price.</summary>
    internal static decimal? Maximum(TokenRates rates, AIBound bound, long inputTokens) =>
        Searches(rates, bound.WebSearches) is { } searches
            ? (((inputTokens * DearestInput(rates, bound.Without)) + (bound.OutputTokens * DearestOutput(rates, bound.Without))) / Million) + rates.PerRequest + searches
            : null;

    private static decimal Input(TokenRates rates, AIUsage usage)
    {
        // A kind without a price of its own stays in the whole. So where kinds overlap, nothing is counted twice without need.
        var cachedAudio = HasAudioPrice(rates) ? usage.CachedAudioTokens ?? 0 : 0;
        var cached = Math.Max(usage.CachedInputTokens ?? 0, cachedAudio);
        var writes1h = usage.CacheWrite1hTokens ?? 0;
        var writes = Math.Max(usage.CacheWriteTokens ?? 0, writes1h);
        var audio = rates.InputAudio is null ? 0 : Math.Max(0, (usage.InputAudioTokens ?? 0) - cachedAudio);
        var images = rates.InputImage is null ? 0 : Math.Max(0, (usage.InputImageTokens ?? 0) - (usage.CachedImageTokens ?? 0));
        var rest = Math.Max(0, usage.InputTokens.GetValueOrDefault() - cached - writes - audio - images);

        return (rest * rates.Input)
            + ((cached - cachedAudio) * (rates.CachedInput ?? rates.Input))
            + (cachedAudio * CachedAudio(rates))
            + ((writes - writes1h) * CacheWrite(rates))
            + (writes1h * CacheWrite1h(rates))
            + (audio * (rates.InputAudio ?? 0m))
            + (images * (rates.InputImage ?? 0m));
    }

    private static decimal? Output(TokenRates rates, AIUsage usage)
    {
        // A model that makes no output that costs (embeddings) need not report it.
        if (usage.OutputTokens is null && DearestOutput(rates, AIKinds.None) > 0m)
            return null;

        var reasoning = rates.Reasoning is null ? 0 : usage.ReasoningTokens ?? 0;
        var audio = rates.OutputAudio is null ? 0 : usage.OutputAudioTokens ?? 0;
        var images = rates.OutputImage is null ? 0 : usage.OutputImageTokens ?? 0;
        var rest = Math.Max(0, usage.OutputTokens.GetValueOrDefault() - reasoning - audio - images);

        return (rest * rates.Output) + (reasoning * (rates.Reasoning ?? 0m)) + (audio * (rates.OutputAudio ?? 0m)) + (images * (rates.OutputImage ?? 0m));
    }

    private static decimal? Searches(TokenRates rates, long searches) => searches == 0 ? 0m : searches * rates.PerThousandWebSearches / Thousand;

    private static decimal DearestInput(TokenRates rates, AIKinds without)
    {
        var dearest = Math.Max(rates.Input, rates.CachedInput ?? 0m);
        if (!without.HasFlag(AIKinds.CacheWrite))
            dearest = Math.Max(dearest, CacheWrite(rates));
        if (!without.HasFlag(AIKinds.CacheWrite1h))
            dearest = Math.Max(dearest, CacheWrite1h(rates));
        if (!without.HasFlag(AIKinds.InputAudio) && HasAudioPrice(rates))
            dearest = Math.Max(dearest, Math.Max(rates.InputAudio ?? 0m, CachedAudio(rates)));
        return without.HasFlag(AIKinds.InputImage) ? dearest : Math.Max(dearest, rates.InputImage ?? 0m);
    }

    private static decimal DearestOutput(TokenRates rates, AIKinds without)
    {
        var dearest = Math.Max(rates.Output, rates.Reasoning ?? 0m);
        if (!without.HasFlag(AIKinds.OutputAudio))
            dearest = Math.Max(dearest, rates.OutputAudio ?? 0m);
        return without.HasFlag(AIKinds.OutputImage) ? dearest : Math.Max(dearest, rates.OutputImage ?? 0m);
    }

    private static decimal CacheWrite(TokenRates rates) => rates.CacheWrite ?? rates.Input;

    private static decimal CacheWrite1h(TokenRates rates) => rates.CacheWrite1h ?? CacheWrite(rates);

    private static bool HasAudioPrice(TokenRates rates) => rates.InputAudio is not null || rates.CachedAudio is not null;

    private static decimal CachedAudio(TokenRates rates) => rates.CachedAudio ?? rates.CachedInput ?? rates.InputAudio ?? rates.Input;
}
