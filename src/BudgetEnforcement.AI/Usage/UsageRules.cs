namespace BudgetEnforcement.AI;

/// <summary>Which counts can be believed.</summary>
internal static class UsageRules
{
    /// <summary>More than this no request uses, and up to this every cost is exact.</summary>
    internal const long HighestCount = 1_000_000_000;

    private const long MostSearches = 1_000_000;
    private const long MostRequests = 10_000;

    internal static bool IsReadable(AIUsage usage) =>
        IsReadable(usage.InputTokens) && IsReadable(usage.CachedInputTokens) && IsReadable(usage.CacheWriteTokens) && IsReadable(usage.CacheWrite1hTokens)
        && IsReadable(usage.InputAudioTokens) && IsReadable(usage.CachedAudioTokens) && IsReadable(usage.InputImageTokens) && IsReadable(usage.CachedImageTokens)
        && IsReadable(usage.OutputTokens) && IsReadable(usage.ReasoningTokens) && IsReadable(usage.OutputAudioTokens) && IsReadable(usage.OutputImageTokens)
        && IsReadable(usage.WebSearches, MostSearches) && IsReadable(usage.Requests, MostRequests);

    internal static void ThrowIfInvalid(AIBound bound)
    {
        ThrowIfInvalid(bound.InputTokens, nameof(bound.InputTokens));
        ThrowIfInvalid(bound.OutputTokens, nameof(bound.OutputTokens));
        ThrowIfInvalid(bound.WebSearches, nameof(bound.WebSearches), MostSearches);
    }

    private static bool IsReadable(long? count, long highest = HighestCount) => count is null || (count >= 0 && count <= highest);

    private static void ThrowIfInvalid(long count, string name, long highest = HighestCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, highest, name);
    }
}
