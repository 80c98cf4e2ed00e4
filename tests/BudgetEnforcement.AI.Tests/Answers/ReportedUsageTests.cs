using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Answers;

public sealed class ReportedUsageTests
{
    [Theory]
    [InlineData(null, 62_000)]
    [InlineData(62_500L, 62_000)]
    [InlineData(2_500L, 60_000)]
    public void From_OfCacheCountsThatStandBesideTheInput_CountsAllOfThem(long? total, long input)
    {
        var details = new UsageDetails
        {
            InputTokenCount = 2_000,
            OutputTokenCount = 500,
            TotalTokenCount = total,
            AdditionalCounts = new() { ["CacheCreationInputTokens"] = 10_000, ["CacheReadInputTokens"] = 50_000 },
        };

        var usage = ReportedUsage.From(details)!;

        (usage.InputTokens, usage.CachedInputTokens, usage.CacheWriteTokens).Should().Be((input, 50_000, 10_000));
    }

    [Fact]
    public void From_OfEveryCount_TakesItOver()
    {
        var details = new UsageDetails
        {
            InputTokenCount = 100,
            OutputTokenCount = 50,
            TotalTokenCount = 160,
            CachedInputTokenCount = 30,
            ReasoningTokenCount = 20,
            AdditionalCounts = new()
            {
                ["CacheCreationInputTokens"] = 11,
                ["InputTokenDetails.AudioTokenCount"] = 12,
                ["OutputTokenDetails.AudioTokenCount"] = 13,
                ["ServerToolUse.WebSearchRequests"] = 2,
            },
        };

        ReportedUsage.From(details).Should().BeEquivalentTo(new AIUsage
        {
            InputTokens = 100,
            OutputTokens = 50,
            TotalTokens = 160,
            CachedInputTokens = 30,
            ReasoningTokens = 20,
            CacheWriteTokens = 11,
            InputAudioTokens = 12,
            OutputAudioTokens = 13,
            WebSearches = 2,
        });
    }

    [Fact]
    public void From_OfNothing_IsNothing()
    {
        ReportedUsage.From(null).Should().BeNull();
        ReportedUsage.From(new UsageDetails { CachedInputTokenCount = 3 }).Should().BeNull();
    }

    [Theory]
    [InlineData(100L, 50L, 160L, 100L, 60L)]
    [InlineData(100L, 50L, 150L, 100L, 50L)]
    [InlineData(100L, 50L, 120L, 100L, 50L)]
    [InlineData(100L, null, 150L, 100L, 50L)]
    [InlineData(null, 50L, 150L, 100L, 50L)]
    [InlineData(100L, null, null, 100L, null)]
    public void Complete_OfATotal_FillsInWhatFollows(long? input, long? output, long? total, long? expectedInput, long? expectedOutput)
    {
        var complete = ReportedUsage.Complete(new AIUsage { InputTokens = input, OutputTokens = output, TotalTokens = total });

        (complete.InputTokens, complete.OutputTokens).Should().Be((expectedInput, expectedOutput));
    }

    [Fact]
    public void SumLargerAndFill_OfTwo_CombineEachCount()
    {
        var one = new AIUsage { InputTokens = 10, OutputTokens = 5, ReportedCost = 0.1m, ServiceTier = "flex" };
        var other = new AIUsage { InputTokens = 3, OutputTokens = 9, CachedInputTokens = 2, ReportedCost = 0.2m, Model = "m" };

        ReportedUsage.Sum(one, other).Should().BeEquivalentTo(new { InputTokens = 13, OutputTokens = 14, CachedInputTokens = 2, Model = "m", ServiceTier = "flex" });
        ReportedUsage.Larger(one, other).Should().BeEquivalentTo(new { InputTokens = 10, OutputTokens = 9, CachedInputTokens = 2, ReportedCost = 0.2m });
        ReportedUsage.Fill(one, other).Should().BeEquivalentTo(new { InputTokens = 10, OutputTokens = 5, CachedInputTokens = 2 });
        ReportedUsage.Sum(null, other).Should().BeSameAs(other);
        ReportedUsage.Larger(one, null).Should().BeSameAs(one);
    }
}
