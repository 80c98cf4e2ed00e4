using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Bounds;

/// <summary>What is known of a conversation that the provider keeps, after each way in which a turn of it can end.</summary>
public sealed class KeptConversationTests
{
    private static readonly AIUsage Reported = new() { InputTokens = 5000, OutputTokens = 70 };
    private readonly RequestMeasure _measure = new(new ContentMeasure(null));

    public KeptConversationTests() => _measure.End(Measure(null), "c", Reported);

    [Fact]
    public void Measure_AfterATurnThatWasReported_StartsFromThat()
    {
        End(Begin("c"), "c", new AIUsage { InputTokens = 6000, OutputTokens = 10 });

        Tokens("c").Should().BeInRange(6010 + "more".Length, 6100);
    }

    [Fact]
    public void Measure_AfterATurnWithoutUsage_IsUnbounded()
    {
        End(Begin("c"), "c", null);

        Tokens("c").Should().BeNull("the turn has added to the conversation, and how much is not known");
    }

    [Theory]
    [InlineData(long.MaxValue, 10)]
    [InlineData(6000, long.MaxValue)]
    public void Measure_AfterATurnWithCountsThatCannotBe_IsUnbounded(long input, long output)
    {
        End(Begin("c"), "c", new AIUsage { InputTokens = input, OutputTokens = output });

        Tokens("c").Should().BeNull();
    }

    [Fact]
    public void Measure_AfterATurnThatFailed_IsUnbounded()
    {
        End(Begin("c"), null, null);

        Tokens("c").Should().BeNull();
    }

    [Fact]
    public void Measure_AfterATurnThatWasNotBilled_StartsFromTheOneBefore()
    {
        var turn = Begin("c");
        _measure.EndUnbilled(turn);

        Tokens("c").Should().BeInRange(5074, 5174);
    }

    [Fact]
    public void Measure_WhileATurnIsUnderWay_IsUnbounded()
    {
        Begin("c");

        Tokens("c").Should().BeNull();
    }

    [Fact]
    public void Measure_AfterTwoTurnsAtTheSameTime_IsUnboundedUntilOneIsReportedAlone()
    {
        var (one, other) = (Begin("c"), Begin("c"));
        End(one, "c", Reported);
        End(other, "c", Reported);
        Tokens("c").Should().BeNull("neither turn has seen what the other has added");

        End(Begin("c"), "c", new AIUsage { InputTokens = 9000, OutputTokens = 10 });

        Tokens("c").Should().BeInRange(9014, 9100);
    }

    [Fact]
    public void TryBegin_OfATurnWhoseBoundIsOutOfDate_IsFalse()
    {
        var measured = Measure("c");
        End(Begin("c"), "c", new AIUsage { InputTokens = 6000, OutputTokens = 10 });

        _measure.TryBegin(measured).Should().BeFalse();
        _measure.TryBegin(Measure("c")).Should().BeTrue();
    }

    [Fact]
    public void Measure_AfterATurnThatGoesOnUnderAnotherId_KnowsBoth()
    {
        End(Begin("c"), "d", new AIUsage { InputTokens = 6000, OutputTokens = 10 });

        Tokens("c").Should().BeInRange(5074, 5174);
        Tokens("d").Should().BeInRange(6014, 6114);
    }

    [Fact]
    public void Measure_AfterATurnUnderAnotherIdWithoutUsage_IsUnboundedThere()
    {
        End(Begin("c"), "d", null);

        Tokens("c").Should().BeInRange(5074, 5174);
        Tokens("d").Should().BeNull();
    }

    [Fact]
    public void Measure_AfterAReportThatIsSmallerThanTheOneBefore_StartsFromTheGreater()
    {
        // Some clients leave the tokens from the cache out of the input, and a conversation only grows.
        End(Begin("c"), "c", new AIUsage { InputTokens = 20, OutputTokens = 10 });

        Tokens("c").Should().BeGreaterThan(5000);
    }

    [Fact]
    public void Measure_WithReasoningThatTheProviderKeeps_IsUnbounded() =>
        _measure.Measure("m", [new(ChatRole.Assistant, [new TextReasoningContent("x") { RawRepresentation = new object() }])], new ChatOptions { ConversationId = "c" })
            .InputTokens.Should().BeNull();

    private MeasuredRequest Measure(string? id) => _measure.Measure("m", [new(ChatRole.User, "more")], new ChatOptions { ConversationId = id });

    private long? Tokens(string id) => Measure(id).InputTokens;

    private MeasuredRequest Begin(string id)
    {
        var measured = Measure(id);
        _measure.TryBegin(measured).Should().BeTrue();
        return measured;
    }

    private void End(MeasuredRequest turn, string? answeredIn, AIUsage? usage) => _measure.End(turn, answeredIn, usage);
}
