using System.Text.RegularExpressions;
using BudgetEnforcement.AI.Tests.Support;
using BudgetEnforcement.Tests;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace BudgetEnforcement.AI.Tests.Readme;

/// <summary>Checks that the page of the package is true as far as a test can know.</summary>
#pragma warning disable CA1001 // Its client has nothing to dispose of.
public sealed partial class ReadmeTests
{
    private const decimal Input = 0.15m;
    private const decimal Output = 0.60m;
    private static readonly string Page = RepositoryFiles.Read("src", "BudgetEnforcement.AI", "README.md");
    private readonly BudgetEnforcer _budget = new(5m);
    private readonly OneAnswer _inner = new();

    [Fact]
    public void Page_EveryBlockOfCode_IsARegionThatCompiles()
    {
        var regions = Region().Matches(RepositoryFiles.Read("tests", "BudgetEnforcement.AI.Tests", "Readme", "Snippets.cs")).Select(match => Unindent(match.Groups["code"].Value));

        Block().Matches(Page).Select(match => match.Groups["code"].Value.Trim()).Should().BeEquivalentTo(regions);
    }

    [Fact]
    public void Page_ItsTables_HaveEveryAnswer()
    {
        foreach (var name in Enum.GetNames<UnknownPrice>()[1..].Concat(Enum.GetNames<WhenFull>()).Concat(Enum.GetNames<Unreported>()))
            Page.Should().Contain(name);
        foreach (var option in typeof(AIBudgetOptions).GetProperties())
            Page.Should().Contain(option.Name);
    }

    [Fact]
    public void Page_ItsLinks_LeadSomewhere()
    {
        foreach (Match link in Link().Matches(Page))
            File.Exists(Path.Combine(RepositoryFiles.Root, "src", "BudgetEnforcement.AI", link.Groups["path"].Value)).Should().BeTrue();
    }

    [Fact]
    public async Task First_WithTheEmbeddedPrices_RecordsTheCost()
    {
        var (budget, answer) = await Snippets.First(_inner);

        (answer.Text, budget.Spent).Should().Be(("short", (1000 * Input + 200 * Output) / 1_000_000m));
    }

    [Fact]
    public async Task AgentFramework_OfThePage_ChargesBothBudgets()
    {
        var run = new BudgetEnforcer(1m);

        await Snippets.AgentFramework(_inner, _budget, run, []);

        (_budget.Spent, run.Spent).Should().Be(((1000 * Input + 200 * Output) / 1_000_000m, (1000 * Input + 200 * Output) / 1_000_000m));
    }

    [Fact]
    public async Task SemanticKernel_OfThePage_IsCharged()
    {
        await Snippets.SemanticKernel(_inner, _budget).InvokePromptAsync("hello", cancellationToken: TestContext.Current.CancellationToken);

        _budget.Spent.Should().BePositive();
    }

    [Fact]
    public async Task Selector_OfThePage_ChargesTheTenant()
    {
        var tenants = new BudgetRegistry<string>(null, _ => new BudgetOptions { Limit = 1m });

        await Snippets.Selector(_inner, tenants).Ask("hello", new ChatOptions { AdditionalProperties = new() { ["tenant"] = "ann" } });

        tenants.GetOrAdd("ann").Spent.Should().BePositive();
    }

    [Fact]
    public async Task Options_OfThePage_PriceADeployment()
    {
        _inner.Model = "my-deployment";

        await Snippets.Options(_inner, _budget).Ask("hello", new ChatOptions { ModelId = "my-deployment" });

        _budget.Spent.Should().Be((1000 * Input + 200 * Output) / 1_000_000m);
    }

    private static string Unindent(string code)
    {
        var lines = code.TrimEnd().Split('\n');
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : line.Trim()));
    }

    [GeneratedRegex("""^```csharp\n(?<code>(?s:.*?))^```""", RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("""^ *#region [^\n]+\n(?<code>(?s:.*?))^ *#endregion""", RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex("""\]\((?<path>[^#:)]+)\)""")]
    private static partial Regex Link();

    /// <summary>A client of OpenAI's, as far as the page needs one.</summary>
    private sealed class OneAnswer : IChatClient
    {
        internal string Model { get; set; } = "gpt-4o-mini-2024-07-18";

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "short"))
            {
                ModelId = Model,
                FinishReason = ChatFinishReason.Stop,
                Usage = new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 200, TotalTokenCount = 1200 },
            });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", new Uri("https://api.openai.com/v1"), "gpt-4o-mini") : null;

        public void Dispose()
        {
        }
    }
}
