namespace BudgetEnforcement.AI;

/// <summary>Which counts can be believed.</summary>
internal static class UsageRules
{
    /// <summary>More than this no request uses, and up to this every cost is exact.</summary>
    internal const long HighestCount = 1_000_000_000;

    internal static bool IsReadable(AIUsage usage) =>
        IsReadable(usage.InputTokens) && IsReadable(usage.CachedInputTokens) && IsReadable(usage.CacheWriteTokens) && IsReadable(usage.CacheWrite1hTokens)
        && IsReadable(usage.InputAudioTokens) && IsReadable(usage.CachedAudioTokens) && IsReadable(usage.InputImageTokens) && IsReadable(usage.CachedImageTokens)
        && IsReadable(usage.OutputTokens) && IsReadable(usage.ReasoningTokens) && IsReadable(usage.OutputAudioTokens) && IsReadable(usage.OutputImageTokens)
        && IsReadable(usage.WebSearches) && IsReadable(usage.Requests);

    internal static void ThrowIfInvalid(AIBound bound)
    {
        ThrowIfInvalid(bound.InputTokens, nameof(bound.InputTokens));
        ThrowIfInvalid(bound.OutputTokens, nameof(bound.OutputTokens));
        ThrowIfInvalid(bound.WebSearches, nameof(bound.WebSearches));
    }

    private static bool IsReadable(long? count) => count is null or (>= 0 and <= HighestCount);

    private static void ThrowIfInvalid(long count, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, HighestCount, name);
    }
}
