using System.Globalization;
using System.Text;
using BudgetEnforcement.AI;
using BudgetEnforcement.Demo.Commands.Agent;
using BudgetEnforcement.Demo.Commands.Agent.Provider;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Tests;

public sealed class AgentPartsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ModelPrice Price = new(new TokenRates { Input = 2m, CachedInput = 0.5m, Output = 8m, PerRequest = 0.01m });

    [Fact]
    public async Task Provider_OfEachRequest_BillsItsTokens()
    {
        using var provider = Provider("four characters a token");

        var answer = await provider.GetResponseAsync("12345678 and one more", cancellationToken: TestContext.Current.CancellationToken);

        (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount).Should().Be((3 + 6, 6));
        provider.Bill.Should().Be(0.01m + (((9 * 2m) + (6 * 8m)) / 1_000_000m));
    }

    [Fact]
    public async Task Provider_WhereTheConversationGoesOn_ReadsWhatItKnowsFromItsCache()
    {
        using var provider = Provider("yes");
        var first = new ChatMessage(ChatRole.User, new string('x', 5_000));
        await provider.GetResponseAsync([first], cancellationToken: TestContext.Current.CancellationToken);
        var before = provider.Bill;

        var answer = await provider.GetResponseAsync([first, new(ChatRole.User, "go on")], cancellationToken: TestContext.Current.CancellationToken);
        var other = await provider.GetResponseAsync([new(ChatRole.User, "another")], cancellationToken: TestContext.Current.CancellationToken);

        (answer.Usage!.InputTokenCount, answer.Usage.CachedInputTokenCount).Should().Be((1_253 + 5, 1_152));
        other.Usage!.CachedInputTokenCount.Should().Be(0);
        provider.Bill.Should().Be(before + 0.02m + (((106 * 2m) + (1_152 * 0.5m) + 8m + (5 * 2m) + 8m) / 1_000_000m));
    }

    [Fact]
    public async Task Provider_WithALongAnswer_KeepsItsCap()
    {
        using var provider = Provider(new string('x', 1_000));

        var answer = await provider.GetResponseAsync("?", new ChatOptions { MaxOutputTokens = 20 }, TestContext.Current.CancellationToken);

        (answer.FinishReason, answer.Usage!.OutputTokenCount).Should().Be((ChatFinishReason.Length, 20));
    }

    [Fact]
    public async Task Provider_WhoseAnswerNobodyWaitsFor_BillsItAllTheSame()
    {
        using var impatience = new CancellationTokenSource();
        using var provider = new LocalProvider(new PricedModel("openai", "any", Price), Answer, new FakeTimeProvider(Noon));

        var asking = async () => await provider.GetResponseAsync("?", cancellationToken: impatience.Token);

        await asking.Should().ThrowAsync<OperationCanceledException>();
        provider.Bill.Should().BePositive();

        ChatMessage Answer(IReadOnlyList<ChatMessage> conversation)
        {
            impatience.Cancel();
            return new ChatMessage(ChatRole.Assistant, "an answer");
        }
    }

    [Fact]
    public async Task Provider_Streaming_BillsTheSame()
    {
        using var provider = Provider("an answer");
        using var streaming = Provider("an answer");

        await provider.GetResponseAsync("?", cancellationToken: TestContext.Current.CancellationToken);
        var answer = await streaming.GetStreamingResponseAsync("?", cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);

        answer.Text.Should().Be("an answer");
        answer.Usage!.OutputTokenCount.Should().Be(3);
        streaming.Bill.Should().Be(provider.Bill).And.BePositive();
    }

    [Theory]
    [InlineData(100, "2026-09-01T12:00", "1")]
    [InlineData(101, "2026-09-01T12:00", "2")]
    [InlineData(100, "2026-09-01T23:30", "3")]
    [InlineData(100, "2026-09-02T12:00", "4")]
    [InlineData(100, "2026-09-03T12:00", "1")]
    public void PriceList_OfSeveralRows_TakesTheLastThatApplies(long input, string at, string rate)
    {
        var prices = new PriceList(new ModelPrice(
        [
            Row(1m),
            Row(2m) with { AboveInputTokens = 100 },
            Row(3m) with { StartTime = new TimeOnly(23, 0), EndTime = new TimeOnly(1, 0) },
            Row(4m) with { From = new DateOnly(2026, 9, 2), Until = new DateOnly(2026, 9, 3) },
            Row(9m) with { ServiceTier = "priority" },
        ]));

        var cost = prices.CostOf(input, cached: 0, output: 0, DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

        cost.Should().Be(input * decimal.Parse(rate, CultureInfo.InvariantCulture) / 1_000_000m);
    }

    [Fact]
    public void Document_WithCodeAndEmptySections_HasThoseThatSaySomething()
    {
        var document = Document.Parse("# One\r\nText.\r\n\r\n## Empty\r\n## Two\r\n```bash\r\n# no heading\r\n```\r\n");

        document.Sections.Should().Equal(new DocumentSection("One", "Text."), new DocumentSection("Two", "```bash\n# no heading\n```"));
    }

    [Theory]
    [InlineData("**Bold** and [linked](there.md), one. Two.", "Bold and linked, one.")]
    [InlineData("```\ncode. More\n```\n\nA sentence over\ntwo lines. Next", "A sentence over two lines.")]
    [InlineData("- a point\n\nAnother paragraph. Next", "a point")]
    [InlineData("| a | table |", "Code only.")]
    public void FirstSentence_OfMarkdown_IsProse(string markdown, string expected) => FirstSentence.Of(markdown).Should().Be(expected);

    [Theory]
    [InlineData(nameof(AgentOutcome.Completed), "1", 0, 0)]
    [InlineData(nameof(AgentOutcome.StoppedByBudget), "1", 0, 3)]
    [InlineData(nameof(AgentOutcome.Interrupted), "0.9", 0, 130)]
    [InlineData(nameof(AgentOutcome.Completed), "0.9999999999", 0, 1)]
    [InlineData(nameof(AgentOutcome.StoppedByBudget), "1.0000000001", 0, 1)]
    [InlineData(nameof(AgentOutcome.Interrupted), "1.0000000001", 0, 1)]
    [InlineData(nameof(AgentOutcome.Completed), "1", 1, 1)]
    public void Report_WhereTheBooksDiffer_SaysSo(string outcome, string bill, int pastBound, int exitCode)
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 2m });
        var calls = new AgentCalls(budget, new PlainAgentView(TextWriter.Null, Messages(2m)));
        budget.AddCost(1m);
        calls.Recorded(new AICost { Amount = 1m, Reserved = 1m - pastBound });
        var report = new AgentReport(
            Enum.Parse<AgentOutcome>(outcome), budget.GetStatus(), decimal.Parse(bill, CultureInfo.InvariantCulture), calls, new DocumentTools(Document.Parse("# One\nText.")));
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        report.Write(output, Messages(2m));

        report.ExitCode.Should().Be(exitCode);
        output.ToString().Contains("NOT IN ORDER", StringComparison.Ordinal).Should().Be(exitCode == 1);
    }

    [Fact]
    public async Task LiveView_OnATerminal_DrawsTheBarAndLeavesEveryCall()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 100;
        console.Profile.Encoding = Encoding.UTF8;
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m });
        var view = new LiveAgentView(console, Messages(100m), budget);
        budget.ThresholdCrossed += (_, crossing) => view.Tell(crossing);

        await view.ShowAsync(() =>
        {
            for (var call = 1; call <= 16; call++)
            {
                budget.AddCost(5m);
                view.Tell(new AgentCall(call, new AICost { Amount = 5m, Reserved = 6m }, budget.GetRemainingBudget()));
            }

            return Task.CompletedTask;
        });

        output.ToString().Should().Contain("█");
        var after = output.ToString().Split("Call", StringSplitOptions.None)[^1];
        after.Should().ContainAll("   1    $6.0000000    $5.0000000   $95.0000000", "  16    $6.0000000", "! 75 % warning: spent $75.00").And.NotContain("█");
    }

    private static AgentMessages Messages(decimal budget) => new(new AgentOptions(budget, new PricedModel("openai", "any", Price)));

    private static PriceRow Row(decimal rate) => new() { Rates = new TokenRates { Input = rate, Output = rate } };

    private static LocalProvider Provider(string answer) =>
        new(new PricedModel("openai", "any", Price), _ => new ChatMessage(ChatRole.Assistant, answer), new FakeTimeProvider(Noon));
}
