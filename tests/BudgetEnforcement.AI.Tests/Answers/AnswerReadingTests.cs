using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Answers;

/// <summary>Which reports of a stream count, and whether they are the last word.</summary>
public sealed class AnswerReadingTests
{
    private readonly AnswerReading _reading = new(static raw => raw is (AIUsage usage, bool isFinal) ? (usage, isFinal) : default);

    [Fact]
    public void Usage_OfOneReportAtTheEnd_IsFinalAlsoWhereTheStreamIsLeftThen()
    {
        Part("abc");
        Part(string.Empty, finish: true);
        Part(string.Empty, report: (10, 5));

        (_reading.IsReported(hasEnded: false), _reading.Usage!.InputTokens, _reading.Usage.OutputTokens).Should().Be((true, 10L, 5L));
    }

    [Fact]
    public void Usage_BeforeTheEnd_IsFinalOnlyWhereTheAnswerCameToItsEnd()
    {
        Part("abc", report: (10, 5));
        Part(string.Empty, finish: true);

        (_reading.IsReported(hasEnded: false), _reading.IsReported(hasEnded: true)).Should().Be((false, true));
    }

    [Fact]
    public void Usage_OfAnAnswerWithoutAFinishReason_IsNotFinal()
    {
        // Anthropic's client reports what it has when a stream ends too early.
        Part("abc", report: (10, 1));

        _reading.IsReported(hasEnded: true).Should().BeFalse();
    }

    [Fact]
    public void Usage_WithEveryPart_IsNotFinalWhereTheStreamWasCutOff()
    {
        Part("abc", report: (10, 1), raw: (10, 1));
        Part("def", report: (10, 2), raw: (10, 2));

        _reading.IsReported(hasEnded: true).Should().BeFalse();
    }

    [Fact]
    public void Usage_WithEveryPart_IsTheLargestWhereTheJsonTells()
    {
        Part("abc", report: (10, 1), raw: (10, 1));
        Part("def", report: (10, 2), raw: (10, 2), finish: true);

        (_reading.IsReported(hasEnded: true), _reading.Usage!.InputTokens, _reading.Usage.OutputTokens).Should().Be((true, 10L, 2L));
    }

    [Fact]
    public void Usage_OfSeveralReportsBeforeTheFinishReason_IsNotFinal()
    {
        // The last of them may have come before the last tokens.
        Part("abc", report: (10, 1), raw: (10, 1));
        Part("def", report: (10, 2), raw: (10, 2));
        Part(string.Empty, finish: true);

        _reading.IsReported(hasEnded: true).Should().BeFalse();
    }

    [Fact]
    public void Usage_InSeveralReportsWithoutJson_IsTheirSum()
    {
        Part(string.Empty, report: (10, 1));
        Part("abc", report: (0, 4), finish: true);

        (_reading.Usage!.InputTokens, _reading.Usage.OutputTokens).Should().Be((10L, 5L));
    }

    [Fact]
    public void Usage_OfTheBeginningOnly_IsNotFinal()
    {
        // The first event of Anthropic's has the input, and one token of the output.
        Part(string.Empty, raw: (10, 1));
        Part("abc");

        (_reading.IsReported(hasEnded: false), _reading.IsReported(hasEnded: true)).Should().Be((false, false));
    }

    [Fact]
    public void Usage_ThatTheJsonCallsFinal_NeedsNoFinishReason()
    {
        Part("abc", raw: (10, 5), isFinal: true);

        _reading.IsReported(hasEnded: false).Should().BeTrue();
    }

    [Fact]
    public void Usage_WhoseJsonSaysLess_IsTheLarger()
    {
        Part(string.Empty, raw: (10, 1));
        Part("abc", finish: true);
        Part(string.Empty, report: (10, 50));

        _reading.Usage!.OutputTokens.Should().Be(50);
    }

    [Fact]
    public void DeliveredTokens_OfEveryKind_AreAtLeastItsBytes()
    {
        _reading.Add(new ChatResponseUpdate(ChatRole.Assistant,
            [new TextContent("ж"), new TextReasoningContent("abc"), new FunctionCallContent("1", "name", new Dictionary<string, object?> { ["a"] = "b" })]));

        _reading.DeliveredTokens.Should().BeGreaterThanOrEqualTo(2 + 3 + 4 + """{"a":"b"}""".Length + 3);
    }

    private void Part(string text, (long, long)? report = null, (long Input, long Output)? raw = null, bool isFinal = false, bool finish = false)
    {
        List<AIContent> contents = [new TextContent(text)];
        if (report is var (input, output))
            contents.Add(new UsageContent(new UsageDetails { InputTokenCount = input, OutputTokenCount = output }));
        _reading.Add(new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            FinishReason = finish ? ChatFinishReason.Stop : null,
            RawRepresentation = raw is null ? null : (new AIUsage { InputTokens = raw.Value.Input, OutputTokens = raw.Value.Output }, isFinal),
        });
    }
}
