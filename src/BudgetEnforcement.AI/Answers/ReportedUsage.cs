using Microsoft.Extensions.AI;

#pragma warning disable MEAI001 // The counts of audio are there since 10.5, and what they would be called later is found in AdditionalCounts.

namespace BudgetEnforcement.AI;

/// <summary>Takes over what clients report, and puts counts together.</summary>
internal static class ReportedUsage
{
    /// <summary>Copies counts at once, because the code that adds up the round trips of a tool loop changes the object later.</summary>
    internal static AIUsage? From(UsageDetails? details) => details is null || IsEmpty(details) ? null : new AIUsage
    {
        InputTokens = InputOf(details),
        CachedInputTokens = details.CachedInputTokenCount ?? Additional(details, "CacheRead"),
        CacheWriteTokens = WrittenOf(details),
        InputAudioTokens = details.InputAudioTokenCount ?? Additional(details, "InputTokenDetails.AudioTokenCount"),
        OutputTokens = details.OutputTokenCount,
        ReasoningTokens = details.ReasoningTokenCount,
        OutputAudioTokens = details.OutputAudioTokenCount ?? Additional(details, "OutputTokenDetails.AudioTokenCount"),
        TotalTokens = details.TotalTokenCount,
        WebSearches = Additional(details, "WebSearch"),
    };

    /// <summary>The sum of what two parts of an answer report, as Microsoft.Extensions.AI adds them.</summary>
    internal static AIUsage? Sum(AIUsage? left, AIUsage? right) => left is null || right is null ? left ?? right : Combine(left, right, static (a, b) => a + b);

    /// <summary>The larger of counts that providers report again and again while they rise.</summary>
    internal static AIUsage? Larger(AIUsage? left, AIUsage? right) => left is null || right is null ? left ?? right : Combine(left, right, static (a, b) => Math.Max(a, b));

    /// <summary>Fills in what is missing in the better of two reports.</summary>
    internal static AIUsage? Fill(AIUsage? better, AIUsage? other) => better is null || other is null ? better ?? other : Combine(better, other, static (a, _) => a);

    /// <summary>Fills in what follows from the total: what is neither input nor output by name was billed as output.</summary>
    internal static AIUsage Complete(AIUsage usage) => usage switch
    {
        { TotalTokens: { } total, InputTokens: { } input, OutputTokens: null } => usage with { OutputTokens = Math.Max(0, total - input) },
        { TotalTokens: { } total, InputTokens: null, OutputTokens: { } output } => usage with { InputTokens = Math.Max(0, total - output) },
        _ => usage.WithUncountedOutput(),
    };

    /// <summary>
    /// All input, with what was read from and written to a cache. A client that has those in <see cref="UsageDetails.AdditionalCounts"/> alone, and no total
    /// that says otherwise, takes them over from a provider that counts them beside the input.
    /// </summary>
    private static long? InputOf(UsageDetails details)
    {
        if (details.CachedInputTokenCount is not null || details.InputTokenCount is not { } input)
            return details.InputTokenCount;
        var beside = (Additional(details, "CacheRead") ?? 0) + (WrittenOf(details) ?? 0);
        return details.TotalTokenCount == input + details.OutputTokenCount ? Math.Max(input, beside) : input + beside;
    }

    private static long? WrittenOf(UsageDetails details) => Additional(details, "CacheCreationInput") ?? Additional(details, "CacheWrite");

    private static bool IsEmpty(UsageDetails details) =>
        details.InputTokenCount is null && details.OutputTokenCount is null && details.TotalTokenCount is null;

    private static long? Additional(UsageDetails details, string name)
    {
        if (details.AdditionalCounts is not { Count: > 0 } counts)
            return null;
        foreach (var (key, count) in counts)
        {
            if (key.Contains(name, StringComparison.OrdinalIgnoreCase))
                return count;
        }

        return null;
    }

    private static AIUsage Combine(AIUsage left, AIUsage right, Func<long, long, long> combine)
    {
        return new AIUsage
        {
            InputTokens = Of(left.InputTokens, right.InputTokens),
            CachedInputTokens = Of(left.CachedInputTokens, right.CachedInputTokens),
            CacheWriteTokens = Of(left.CacheWriteTokens, right.CacheWriteTokens),
            CacheWrite1hTokens = Of(left.CacheWrite1hTokens, right.CacheWrite1hTokens),
            InputAudioTokens = Of(left.InputAudioTokens, right.InputAudioTokens),
            CachedAudioTokens = Of(left.CachedAudioTokens, right.CachedAudioTokens),
            InputImageTokens = Of(left.InputImageTokens, right.InputImageTokens),
            CachedImageTokens = Of(left.CachedImageTokens, right.CachedImageTokens),
            OutputTokens = Of(left.OutputTokens, right.OutputTokens),
            ReasoningTokens = Of(left.ReasoningTokens, right.ReasoningTokens),
            OutputAudioTokens = Of(left.OutputAudioTokens, right.OutputAudioTokens),
            OutputImageTokens = Of(left.OutputImageTokens, right.OutputImageTokens),
            TotalTokens = Of(left.TotalTokens, right.TotalTokens),
            WebSearches = Of(left.WebSearches, right.WebSearches),
            Requests = Of(left.Requests, right.Requests),
            ServiceTier = left.ServiceTier ?? right.ServiceTier,
            Model = left.Model ?? right.Model,
            Beside = left.Beside.Count >= right.Beside.Count ? left.Beside : right.Beside,
            ReportedCost = right.ReportedCost is { } cost && cost > (left.ReportedCost ?? -1) ? cost : left.ReportedCost,
        };

        long? Of(long? a, long? b) => a is { } x && b is { } y ? combine(x, y) : a ?? b;
    }
}
