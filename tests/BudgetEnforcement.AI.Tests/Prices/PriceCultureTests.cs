using System.Text;
using System.Text.Json;
using BudgetEnforcement.Tests;

namespace BudgetEnforcement.AI.Tests.Prices;

/// <summary>Prices are the same under every culture, with its comma, its calendar, its minus and its letters.</summary>
public sealed class PriceCultureTests
{
    private const string Book = """
        {"format":1,"asOf":"2026-08-21","providers":[{"id":"p","endpoint":"HTTPS://API\\.MINI\\.EXAMPLE","names":["*MISTRAL*"],"models":[
         {"id":"MINISTRAL-I","match":["/^MINI.*8B$/"],"prices":[{"input":0.25,"output":1.5},{"from":"2026-09-01","input":0.5,"output":1.5}]}]}]}
        """;

    private static readonly DateTimeOffset At = new(2026, 8, 31, 23, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Foreign => ["de-DE", "ar-SA", "fa-IR", "sv-SE", "tr-TR", "th-TH"];

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Cost_UnderAForeignCulture_IsTheSame(string culture)
    {
        var costs = Text.Under(culture, () =>
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Book));
            var book = PriceBook.Load(stream);
            using var answer = JsonDocument.Parse("""{"model":"ministral-i","usage":{"prompt_tokens":1000.0,"completion_tokens":1e1,"cost":1.5e-05}}""");
            var usage = AIUsage.Read("p", "chat", answer.RootElement)!;
            book.TryFind(new Uri("https://api.mini.example/v1"), null, "ministral-i", out var byId).Should().BeTrue();
            book.TryFind(null, "mistral", "mini-8b", out var byExpression).Should().BeTrue();
            return (byId!.Cost(usage, At), byExpression!.Cost(usage, At.AddHours(1)), usage.ReportedCost);
        });

        costs.Should().Be((0.000265m, 0.000515m, 0.000015m));
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Messages_UnderAForeignCulture_AreTheSame(string culture)
    {
        Text.Under(culture, Messages).Should().Be(Text.Under("", Messages));

        static string Messages() => string.Join('\n',
            MessageOf(() => _ = new ModelPrice([new() { Rates = Rates(1.5m), From = new(2026, 9, 2), Until = new(2026, 9, 1) }])),
            MessageOf(() => _ = new ModelPrice([new() { Rates = Rates(1.5m), AboveInputTokens = -1_000_000 }])),
            MessageOf(() => _ = new ModelPrice(Rates(0.1234567890123456789m))).Split('\n')[0]);

        static string MessageOf(Action action) => FluentActions.Invoking(action).Should().Throw<ArgumentException>().Which.Message;

        static TokenRates Rates(decimal input) => new() { Input = input, Output = 2m };
    }
}
