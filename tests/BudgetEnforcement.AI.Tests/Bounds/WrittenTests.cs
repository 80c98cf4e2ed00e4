using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Bounds;

/// <summary>Checks that values count as the adapters write them.</summary>
public sealed class WrittenTests
{
    public static TheoryData<object> Values => new()
    {
        new Dictionary<string, object?> { ["a"] = 1, ["b"] = new[] { 1, 2, 3 }, ["c"] = new { D = "e" } },
        "😀<b>\u0001\"\\",
        new[] { "😀", "\uD800" },
        3.5,
        JsonSerializer.SerializeToElement(new { a = "\u2028", b = new object[] { 1, "x" } }),
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void JsonBytes_OfAscii_AreExactlyWhatIsWritten(object value)
    {
        var fingerprint = Fingerprint.New;
        var written = JsonSerializer.SerializeToUtf8Bytes(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object)));

        JsonBytes.Of(value, ref fingerprint).Should().Be(written.Length);
    }

    [Fact]
    public void JsonBytes_OfOtherLetters_AreAtLeastTheirBytes()
    {
        var fingerprint = Fingerprint.New;

        JsonBytes.Of("съешь ﷺ", ref fingerprint).Should().BeGreaterThan(10 + 1 + 30);
    }

    [Fact]
    public void Tool_WithALongSchema_CountsAllOfIt()
    {
        var tool = AIFunctionFactory.Create(LongSchema, "long_schema");
        var size = default(InputSize);
        var fingerprint = Fingerprint.New;

        ToolMeasure.Measure(tool, ref size, ref fingerprint);

        size.Tokens.Should().BeGreaterThan(JsonSerializer.SerializeToUtf8Bytes(tool.JsonSchema, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonElement))).Length + "long_schema".Length + tool.Description.Length);
        size.IsUnbounded.Should().BeFalse();
    }

    [Fact]
    public void Message_OfManySmallContents_CountsWhatIsAroundEach()
    {
        var measure = new RequestMeasure(new ContentMeasure(null));
        var messages = Enumerable.Range(0, 100).Select(_ => new ChatMessage(ChatRole.User, [.. Enumerable.Range(0, 10).Select(_ => new TextContent("a"))])).ToList();

        measure.Measure("m", messages, null).InputTokens.Should().BeGreaterThanOrEqualTo((100 * 16) + (1000 * 9));
    }

    [Fact]
    public void Fingerprint_OfTheSame_IsTheSameAndOfOthersAnother()
    {
        var all = new HashSet<ulong>();
        foreach (var texts in new string[][] { [], [""], ["", ""], ["a"], ["a", ""], ["", "a"], ["ab"], ["a", "b"], ["b", "a"], [new string('x', 16)], [new string('x', 17)], ["a\0"] })
        {
            var (one, again) = (Fingerprint.New, Fingerprint.New);
            foreach (var text in texts)
            {
                one.Add(text);
                again.Add(text);
            }

            one.Value.Should().Be(again.Value);
            all.Add(one.Value).Should().BeTrue();
        }
    }

    [Description("Has many parameters.")]
    private static int LongSchema(
        [Description("The first, of which there is much to say: it is the first, and others come after it, each with as much to say.")] string first,
        [Description("The second, of which there is much to say: it is the second, and others come before and after it, each with much to say.")] string second,
        [Description("The third, of which there is much to say: it is the third, and others come before and after it, each with much to say.")] int third,
        [Description("The fourth, of which there is much to say: it is the last, and others come before it, each with as much to say.")] int[] fourth) =>
        first.Length + second.Length + third + fourth.Length;
}
