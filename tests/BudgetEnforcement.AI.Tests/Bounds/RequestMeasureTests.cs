using System.Text.Json;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Bounds;

public sealed class RequestMeasureTests
{
    private readonly RequestMeasure _measure = new(new ContentMeasure(null));
    private readonly List<ChatMessage> _messages = [new(ChatRole.System, "be kind"), new(ChatRole.User, new string('a', 1000))];

    [Fact]
    public void Measure_OfANewConversation_IsItsBytesAndWhatIsAroundThem() =>
        _measure.Measure("m", _messages, null).InputTokens.Should().BeInRange(1007, 1007 + 512 + (2 * 24));

    [Fact]
    public void Measure_OfAConversationThatGrew_IsWhatWasReportedAndWhatWasAdded()
    {
        Report(300, 20);
        _messages.Add(new(ChatRole.Assistant, "answer"));
        _messages.Add(new(ChatRole.User, new string('b', 100)));

        Tokens().Should().BeInRange(300 + 106, 300 + 106 + (2 * 24));
    }

    [Fact]
    public void Measure_AfterAReportThatLeavesMostOut_CountsBytes()
    {
        // Some clients leave the tokens from the cache out of the input.
        Report(3, 20);
        _messages.Add(new(ChatRole.User, "c"));

        Tokens().Should().BeGreaterThan(1000);
    }

    [Fact]
    public void Measure_AfterAReportOfAConversationWithAPicture_StartsFromThat()
    {
        _messages[1].Contents.Add(new DataContent(new byte[10], "image/png"));
        Report(900, 20);
        _messages.Add(new(ChatRole.User, "c"));

        Tokens().Should().BeInRange(901, 901 + 24);
    }

    [Fact]
    public void Measure_AfterSeveralReports_StartsFromTheLast()
    {
        Report(300, 20);
        _messages.Add(new(ChatRole.User, new string('b', 1000)));
        Report(500, 20);
        _messages.Add(new(ChatRole.User, "c"));

        Tokens().Should().BeInRange(501, 501 + 24);
    }

    public static TheoryData<Action<List<ChatMessage>, ChatOptions>> Changes => new()
    {
        (messages, _) => messages[0] = new(ChatRole.System, "be rude"),
        (messages, _) => messages[0] = new(ChatRole.User, "be kind"),
        (messages, _) => messages[0].AuthorName = "bob",
        (messages, _) => messages.RemoveAt(0),
        (messages, _) => messages[1].Contents[0] = new TextReasoningContent(new string('a', 1000)),
        (messages, _) => messages[1].Contents.Add(new TextContent("a")),
        (_, options) => options.Instructions = "more",
        (_, options) => options.Tools = [AIFunctionFactory.Create(() => 1, "other")],
        (_, options) => options.Tools!.Add(new HostedWebSearchTool()),
        (_, options) => options.ResponseFormat = ChatResponseFormat.ForJsonSchema<int[]>(),
        (_, options) => options.ToolMode = ChatToolMode.RequireAny,
        (_, options) => options.Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low },
        (_, options) => options.ModelId = "other",
        (messages, _) => messages[1].AdditionalProperties = new() { ["name"] = "bob" },
        (messages, _) => messages[1].Contents[0].AdditionalProperties = new() { ["detail"] = "high" },
        (_, options) => options.AdditionalProperties = new() { ["format"] = "long" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Measure_OfAnotherRequest_StartsAnew(Action<List<ChatMessage>, ChatOptions> change)
    {
        var options = new ChatOptions { ModelId = "m", Tools = [AIFunctionFactory.Create(() => 1, "tool")] };
        _measure.End(_measure.Measure(options.ModelId, _messages, options), null, new AIUsage { InputTokens = 300, OutputTokens = 1 });
        _measure.Measure(options.ModelId, _messages, options).InputTokens.Should().Be(300);

        change(_messages, options);

        _measure.Measure(options.ModelId, _messages, options).InputTokens.Should().BeGreaterThan(1000);
    }

    [Fact]
    public void Measure_OfAConversationThatTheProviderKeeps_IsWhatWasReportedInAllAndWhatIsSent()
    {
        var options = new ChatOptions { ConversationId = "c1" };
        _measure.Measure("m", _messages, options).InputTokens.Should().BeNull("its contents are unknown");
        _measure.End(_measure.Measure("m", _messages, new ChatOptions()), "c1", new AIUsage { InputTokens = 5000, OutputTokens = 70 });

        _measure.Measure("m", [new(ChatRole.User, "more")], options).InputTokens.Should().BeInRange(5074, 5074 + 48);
        options.Instructions = new string('i', 2000);
        _measure.Measure("m", [new(ChatRole.User, "more")], options).InputTokens.Should().BeGreaterThan(7074, "the report was about other instructions");
    }

    [Fact]
    public void Measure_OfReasoningThatTheProviderKeeps_CountsWhatTheModelMadeLast()
    {
        Report(300, 5000);
        _messages.Add(new(ChatRole.Assistant, [new TextReasoningContent("summary") { RawRepresentation = new object() }]));

        Tokens().Should().BeGreaterThan(5300);
    }

    [Fact]
    public void Measure_OfArguments_CountsThemAsTheyAreWritten()
    {
        var arguments = new Dictionary<string, object?> { ["text"] = "😀ж", ["list"] = new[] { 1, 2 } };
        _messages.Add(new(ChatRole.Assistant, [new FunctionCallContent("call", "name", arguments)]));
        var written = JsonSerializer.SerializeToUtf8Bytes(arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));

        var before = _measure.Measure("m", _messages[..2], null).InputTokens;

        (Tokens() - before).Should().BeGreaterThanOrEqualTo(written.Length + "callname".Length);
        written.Length.Should().BeGreaterThan(12 + 2, "an emoji is written as 12 bytes");
    }

    public static TheoryData<AIContent, long, AIKinds> Contents => new()
    {
        { new DataContent(new byte[10], "image/png"), 48_000, AIKinds.InputImage },
        { new UriContent("http://x.test/a.png", "image/png"), 48_000, AIKinds.InputImage },
        { new DataContent(new byte[8000], "audio/wav"), 1_000, AIKinds.InputAudio },
        { new DataContent(new byte[100], "text/plain"), 200, AIKinds.None },
        { new TextReasoningContent("abc") { ProtectedData = "defg" }, 7, AIKinds.None },
        { new FunctionResultContent("id", "result"), 8, AIKinds.None },
        { new FunctionResultContent("id", new DataContent(new byte[10], "image/png")), 48_000, AIKinds.InputImage },
        { new ErrorContent("failed"), 6, AIKinds.None },
        { new UsageContent(new UsageDetails { InputTokenCount = 5 }), 0, AIKinds.None },
        { new TextContent("cached") { AdditionalProperties = new() { ["ttl"] = "1h" } }, 6, AIKinds.CacheWrite1h },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void Measure_OfEachContent_HasItsRule(AIContent content, long tokens, AIKinds kinds)
    {
        var before = Tokens()!.Value;
        _messages[1].Contents.Add(content);

        var measured = _measure.Measure("m", _messages, null);

        (measured.InputTokens!.Value - before).Should().BeInRange(tokens, tokens + 50);
        measured.Kinds.Should().Be(kinds);
    }

    [Fact]
    public void Measure_OfContentsWithoutARule_IsUnbounded()
    {
        foreach (var content in new AIContent[] { new(), new DataContent(new byte[10], "application/pdf"), new HostedFileContent("f"), new UriContent("http://x.test/a", "video/mp4") })
            _measure.Measure("m", [new(ChatRole.User, [content])], null).InputTokens.Should().BeNull(content.ToString());
    }

    [Fact]
    public void Measure_OfContentsThatCannotBeWritten_IsUnbounded() =>
        _measure.Measure("m", [new(ChatRole.Tool, [new FunctionResultContent("1", typeof(int))])], null).InputTokens.Should().BeNull();

    [Fact]
    public void Measure_WithARuleOfTheUser_CountsWhatItSays()
    {
        var measure = new RequestMeasure(new ContentMeasure(content => content is DataContent ? 700 : null));

        measure.Measure("m", [new(ChatRole.User, [new DataContent(new byte[10], "application/pdf")])], null).InputTokens.Should().BeInRange(700, 1300);
    }

    [Fact]
    public void Measure_WithARuleOfTheUserThatSaysMoreThanBefore_StartsAnew()
    {
        var tokens = 700;
        var measure = new RequestMeasure(new ContentMeasure(content => content is DataContent ? tokens : null));
        var messages = new[] { new ChatMessage(ChatRole.User, [new DataContent(new byte[10], "application/pdf")]) };
        measure.End(measure.Measure("m", messages, null), null, new AIUsage { InputTokens = 650, OutputTokens = 1 });
        measure.Measure("m", messages, null).InputTokens.Should().Be(650);

        tokens = 9000;

        measure.Measure("m", messages, null).InputTokens.Should().BeGreaterThanOrEqualTo(9000);
    }

    [Fact]
    public void Measure_WithARuleOfTheUserOfAContentThatChanged_StartsAnew()
    {
        var measure = new RequestMeasure(new ContentMeasure(content => content is TextContent ? 5000 : null));
        var text = new TextContent("short");
        var messages = new[] { new ChatMessage(ChatRole.User, [text]) };
        measure.End(measure.Measure("m", messages, null), null, new AIUsage { InputTokens = 9, OutputTokens = 1 });
        measure.Measure("m", messages, null).InputTokens.Should().Be(9);

        text.Text = new string('x', 5000);

        measure.Measure("m", messages, null).InputTokens.Should().BeGreaterThanOrEqualTo(5000);
    }

    [Fact]
    public void Measure_WithARuleOfTheUser_KnowsTheSameContentInAnotherObject()
    {
        var measure = new RequestMeasure(new ContentMeasure(content => content is DataContent ? 700 : null));
        measure.End(measure.Measure("m", [Document()], null), null, new AIUsage { InputTokens = 650, OutputTokens = 1 });

        measure.Measure("m", [Document()], null).InputTokens.Should().Be(650);

        static ChatMessage Document() => new(ChatRole.User, [new DataContent(new byte[10], "application/pdf")]);
    }

    [Fact]
    public void Measure_OfTheSameBytesOfAnotherKind_StartsAnew()
    {
        var image = new ChatMessage(ChatRole.User, [new DataContent(new byte[10], "image/png")]);
        _measure.End(_measure.Measure("m", [image], null), null, new AIUsage { InputTokens = 90, OutputTokens = 1 });

        _measure.Measure("m", [new ChatMessage(ChatRole.User, [new DataContent(new byte[10], "image/gif")])], null).InputTokens.Should().BeGreaterThan(40_000);
    }

    [Fact]
    public void Measure_OfReasoningOfALaterAnswerThanTheOneReported_IsUnbounded()
    {
        Report(300, 50);
        _messages.Add(new(ChatRole.Assistant, [new TextReasoningContent("one") { RawRepresentation = new object() }]));
        _messages.Add(new(ChatRole.User, "more"));
        Tokens().Should().NotBeNull("the report bounds the reasoning of the answer to it");

        _messages.Add(new(ChatRole.Assistant, [new TextReasoningContent("two") { RawRepresentation = new object() }]));

        Tokens().Should().BeNull("nothing was reported for the second answer, whose reasoning may be of any length");
    }

    [Fact]
    public void Identity_OfManyObjects_IsOneForEach()
    {
        // A hash code has 32 bits at most, and objects share it long before that.
        var identities = Enumerable.Range(0, 200_000).Select(_ => Identity.Of(new object())).ToHashSet();

        identities.Should().HaveCount(200_000);
    }

    [Fact]
    public void Conversations_OfMany_ForgetTheOldest()
    {
        var conversations = new Conversations();
        for (var i = 0UL; i < 10_000; i++)
            conversations.Remember(i, new((long)i, 0, 0));

        (conversations.TryFind(0, out _), conversations.TryFind(9_000, out var found), found.InputTokens).Should().Be((false, true, 9_000));
    }

    private long? Tokens() => _measure.Measure("m", _messages, null).InputTokens;

    private void Report(long input, long output) =>
        _measure.End(_measure.Measure("m", _messages, null), null, new AIUsage { InputTokens = input, OutputTokens = output });
}
