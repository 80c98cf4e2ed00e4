using System.Text;
using System.Text.RegularExpressions;
using BudgetEnforcement.Tests;

namespace BudgetEnforcement.AI.Tests.Prices;

/// <summary>Checks that the page about prices is true as far as a test can know.</summary>
public sealed partial class PricesPageTests
{
    private static readonly string Page = RepositoryFiles.Read("src", "BudgetEnforcement.AI", "Prices", "README.md");

    [Fact]
    public void Page_EveryBlockOfCode_IsARegionThatCompiles()
    {
        var regions = Region().Matches(RepositoryFiles.Read("tests", "BudgetEnforcement.AI.Tests", "Prices", "PricesPageSnippets.cs")).Select(match => Lines(match.Groups["code"].Value));
        var blocks = Block().Matches(Page).Select(match => Lines(match.Groups["code"].Value));

        blocks.Should().BeEquivalentTo(regions);
    }

    [Fact]
    public void FirstBlock_WhenRun_GivesWhatItsCommentsSay() => PricesPageSnippets.Look().Should().Be((0.11m, 0.0405m));

    [Fact]
    public void OwnPrices_WhenRun_AreFound()
    {
        var book = PricesPageSnippets.Own();
        var used = new AIUsage { InputTokens = 1_000_000, OutputTokens = 0 };

        book.Cost(new Uri("https://api.openai.com/v1"), null, "gpt-5.4", used with { Model = "gpt-5.4-2026-03-05" }, default).Should().Be(2.25m);
        book.Cost(new Uri("http://localhost:11434/v1"), null, "llama3.2", used, default).Should().Be(0m);
    }

    [Fact]
    public void Rows_WhenRun_AreAPriceWithoutTiersAfterOneWithThem()
    {
        var price = PricesPageSnippets.Rows();
        var used = new AIUsage { InputTokens = 200_001, OutputTokens = 0 };

        price.Cost(used, new(2026, 12, 31, 0, 0, 0, default)).Should().Be(1.200006m);
        price.Cost(used, new(2027, 1, 1, 0, 0, 0, default)).Should().Be(0.400002m);
    }

    [Fact]
    public void Page_OfTheEmbeddedBook_SaysHowMuchAndHowOldItIs()
    {
        Page.Should().Contain($"prices of {Regex.Count(RepositoryFiles.Read("src", "BudgetEnforcement.AI", "Prices", "prices.json"), "\"endpoint\":")} providers");
        Page.ReplaceLineEndings(" ").Should().Contain(FormattableString.Invariant($"as of {PriceBook.Embedded.AsOf:d MMMM yyyy}"));
        foreach (var source in PriceBook.Embedded.Sources.Where(source => source.License.Length > 0))
            Page.ReplaceLineEndings(" ").Should().Contain(source.Name).And.Contain(FormattableString.Invariant($"of {source.AsOf:d MMMM yyyy}"));
    }

    private static string Lines(string code)
    {
        var lines = code.Split('\n').SkipWhile(line => line.Trim().Length == 0).ToArray();
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        return lines.Aggregate(new StringBuilder(), (text, line) => text.Append(line.Length > indent ? line[indent..] : line.Trim()).Append('\n')).ToString().Trim();
    }

    [GeneratedRegex("""^```csharp\n(?<code>(?s:.*?))^```""", RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("""^ *#region [^\n]+\n(?<code>(?s:.*?))^ *#endregion""", RegexOptions.Multiline)]
    private static partial Regex Region();
}
