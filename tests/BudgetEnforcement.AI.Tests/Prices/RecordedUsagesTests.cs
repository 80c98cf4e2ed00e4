using System.Globalization;
using System.Text.Json;
using BudgetEnforcement.Tests;

namespace BudgetEnforcement.AI.Tests.Prices;

/// <summary>Real answers with what they cost, where a folder of them lies beside the repository: every cost is equal to the last digit, or the difference is one of those listed here.</summary>
public sealed class RecordedUsagesTests
{
    private static readonly string File = Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "..", "shared", "data", "prices", "recorded_usages.json"));

    private static readonly DateTimeOffset At = new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Models that the recorded costs know from other files than the book was made from.</summary>
    private static readonly HashSet<(string, string)> NotInTheSource = [("aws", "openai.gpt-5.6-luna"), ("cerebras", "qwen-3-coder-480b"), ("zai", "glm-5.2")];

    [Fact]
    public void Cost_OfEveryRecordedAnswer_IsTheRecordedOneOrExplained()
    {
        var recorded = Read();
        recorded.Should().HaveCountGreaterThan(1_000);

        recorded.Where(answer => Cost(answer) != (Expected(answer) is { } expected ? expected + Explained(answer) : null)).Select(answer => $"{answer}: {Cost(answer)}").Should().BeEmpty();
    }

    [Fact]
    public void Cost_OfTheRecordedAnswers_DiffersInFewAndKnownOnes()
    {
        var recorded = Read();

        recorded.Count(answer => Cost(answer) != Recorded(answer)).Should().Be(21, "every other one is equal");
        recorded.Count(answer => Expected(answer) is null).Should().Be(5);
        recorded.Count(answer => SearchFee(answer) > 0m).Should().Be(11);
        recorded.Count(answer => AudioSurcharge(answer) > 0m).Should().Be(3);
        recorded.Count(answer => RequestFee(answer) > 0m).Should().Be(2);
    }

    [Fact]
    public void Maximum_OfWhatEveryRecordedAnswerUsed_IsNotBelowItsCost()
    {
        foreach (var answer in Read())
        {
            if (!PriceBook.Embedded.TryFind(null, Text(answer, "provider"), Text(answer, "model"), out var price))
                continue;

            var usage = Usage(answer)!;
            var bound = new AIBound { InputTokens = usage.InputTokens!.Value, OutputTokens = usage.OutputTokens!.Value, WebSearches = usage.WebSearches ?? 0 };

            price.Maximum(bound, At).Should().BeGreaterThanOrEqualTo(price.Cost(usage, At)!.Value, answer.GetRawText());
        }
    }

    private static decimal? Cost(JsonElement answer) =>
        PriceBook.Embedded.TryFind(null, Text(answer, "provider"), Text(answer, "model"), out var price) ? price.Cost(Usage(answer)!, At) : null;

    private static decimal? Expected(JsonElement answer) => NotInTheSource.Contains((Text(answer, "provider"), Text(answer, "model"))) ? null : Recorded(answer);

    private static decimal Explained(JsonElement answer) => SearchFee(answer) + AudioSurcharge(answer) + RequestFee(answer);

    /// <summary>Anthropic bills a cent for each search, which the recorded costs leave out.</summary>
    private static decimal SearchFee(JsonElement answer) =>
        Text(answer, "flavor") is "anthropic" or "default" && Count(answer, "server_tool_use", "web_search_requests") is { } searches && searches > 0 ? searches * 0.01m : 0m;

    /// <summary>OpenAI bills audio at 40 dollars; the recorded costs have the 2.50 of text.</summary>
    private static decimal AudioSurcharge(JsonElement answer) =>
        Text(answer, "model").StartsWith("gpt-4o-audio-preview", StringComparison.Ordinal) && Text(answer, "flavor") == "chat" ? (Count(answer, "prompt_tokens_details", "audio_tokens") ?? 0) * 37.5m / 1_000_000m : 0m;

    /// <summary>OpenAI bills these models' search for every request, which the recorded costs leave out.</summary>
    private static decimal RequestFee(JsonElement answer) => Text(answer, "model").StartsWith("gpt-4o-search-preview", StringComparison.Ordinal) ? 0.025m : 0m;

    private static decimal Recorded(JsonElement answer) => Amount(answer, "input_price") + Amount(answer, "output_price");

    private static AIUsage? Usage(JsonElement answer) => AIUsage.Read(Text(answer, "provider"), Text(answer, "flavor"), answer.GetProperty("body"));

    private static decimal? Count(JsonElement answer, string parent, string name) =>
        answer.GetProperty("body").TryGetProperty("usage", out var usage) && usage.TryGetProperty(parent, out var counts) && counts.TryGetProperty(name, out var count) ? count.GetDecimal() : null;

    private static string Text(JsonElement answer, string name) => answer.GetProperty(name).GetString()!;

    private static decimal Amount(JsonElement answer, string name) => decimal.Parse(Text(answer, name), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);

    private static List<JsonElement> Read()
    {
        Assert.SkipUnless(System.IO.File.Exists(File), $"There are no recorded usages at {File}.");
        return [.. JsonDocument.Parse(System.IO.File.ReadAllText(File)).RootElement.EnumerateArray()];
    }
}
