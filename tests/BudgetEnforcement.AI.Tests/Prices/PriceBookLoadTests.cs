using System.Text;

namespace BudgetEnforcement.AI.Tests.Prices;

/// <summary>What a book may and may not say.</summary>
public sealed class PriceBookLoadTests
{
    private const string Price = """{"input":2,"output":8}""";
    private const string Model = """{"id":"m","prices":[{"input":2,"output":8}]}""";
    private const string Provider = """{"id":"p","endpoint":"https://p\\.example","models":[]}""";

    private static readonly DateTimeOffset At = new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Books that are refused, and what the message says.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "", "cannot be read" },
        { "null", "empty" },
        { "[]", "cannot be read" },
        { "{", "cannot be read" },
        { """{"asOf":"2026-08-21","providers":[]}""", "format" },
        { """{"format":1,"providers":[]}""", "asOf" },
        { """{"format":1,"asOf":"2026-08-21"}""", "providers" },
        { """{"format":2,"asOf":"2026-08-21","providers":[]}""", "form 2" },
        { """{"format":1,"asOf":"yesterday","providers":[]}""", "asOf" },
        { """{"format":1,"asOf":"2026-08-21","providers":null}""", "providers" },
        { """{"format":1,"asOf":"2026-08-21","providers":[null]}""", "null" },
        { """{"format":1,"asOf":"2026-08-21","currency":"EUR","providers":[]}""", "currency" },
        { """{"format":1,"format":1,"asOf":"2026-08-21","providers":[]}""", "format" },
        { """{"format":1,"asOf":"2026-08-21","providers":[],"sources":[{"name":"n"}]}""", "license" },
        { Book("""{"id":"p","endpoint":"x","models":[],"discount":0.5}"""), "discount" },
        { Book("""{"id":"p","endpoint":"x"}"""), "models" },
        { Book("""{"id":"p","models":[]}"""), "endpoint" },
        { Book("""{"id":"p","endpoint":"(","models":[]}"""), "regular expression" },
        { Book("""{"id":"p","endpoint":"x","models":[null]}"""), "null" },
        { Book("""{"id":"p","endpoint":"x","names":["a*b"],"models":[]}"""), "a*b" },
        { Book("""{"id":"p","endpoint":"x","names":["*"],"models":[]}"""), "no pattern" },
        { Book("""{"id":"p","endpoint":"x","names":["/(/"],"models":[]}"""), "regular expression" },
        { Book("""{"id":"p","endpoint":"x","fallback":["q"],"models":[]}"""), "falls back to \"q\"" },
        { OfModel("""{"id":"m","prices":[],"note":""}"""), "note" },
        { OfModel("""{"id":"m"}"""), "prices" },
        { OfModel("""{"id":"m","prices":[]}"""), "at least one row" },
        { OfModel("""{"id":"m","prices":[null]}"""), "null" },
        { OfModel("""{"id":"m","inputLimit":-1,"prices":[{"input":2,"output":8}]}"""), "InputLimit" },
        { OfPrice("""{"input":2}"""), "output" },
        { OfPrice("""{"output":2}"""), "input" },
        { OfPrice("""{"input":-2,"output":8}"""), "Input" },
        { OfPrice("""{"input":"2","output":8}"""), "input" },
        { OfPrice("""{"input":null,"output":8}"""), "input" },
        { OfPrice("""{"input":1e30,"output":8}"""), "input" },
        { OfPrice("""{"input":2,"output":8,"cached":1}"""), "cached" },
        { OfPrice("""{"input":2,"output":8,"Output":8}"""), "Output" },
        { OfPrice("""{"input":2,"output":8,"output":9}"""), "output" },
        { OfPrice("""{"input":2,"output":8,"until":"2026-13-01"}"""), "until" },
        { OfPrice("""{"input":2,"output":8,"startTime":"25:00:00","endTime":"01:00:00"}"""), "startTime" },
        { OfPrice("""{"input":2,"output":8,"startTime":"01:00:00"}"""), "hours" },
        { OfPrice("""{"input":2,"output":8,"tier":"default"}"""), "ordinary" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Load_OfAWrongBook_SaysWhatIsWrong(string json, string expected) =>
        FluentActions.Invoking(() => Load(json)).Should().Throw<FormatException>().Which.Message.Should().ContainEquivalentOf(expected);

    [Fact]
    public void Load_OfAllThatABookCanSay_ReadsIt()
    {
        var book = Load("""
            {"format":1,"asOf":"2027-01-31",
             "sources":[{"name":"s","url":"https://s.example","asOf":"2027-01-30","license":"MIT","notice":"text"}],
             "providers":[
              {"id":"p","endpoint":"https://p\\.example","names":["*pp*"],"fallback":["q"],"unpricedTiers":[{"tier":"turbo","atMostTimes":3,"onRequest":true}],"models":[
               {"id":"m","match":["m-*"],"inputLimit":100,"outputLimit":10,"reasons":true,"prices":[
                {"input":2,"output":8},
                {"from":"2026-01-01","until":"2028-01-01","startTime":"01:30:00","endTime":"02:30:00","above":50,"tier":"priority","onRequest":true,
                 "input":1,"output":2,"cachedInput":3,"cacheWrite":4,"cacheWrite1h":5,"inputAudio":6,"cachedAudio":7,"inputImage":8,"reasoning":9,"outputAudio":10,"outputImage":11,"request":12,"thousandSearches":13}]}]},
              {"id":"q","endpoint":"https://q","models":[{"id":"n","prices":[{"input":0.10,"output":0}]}]}]}
            """);

        book.AsOf.Should().Be(new DateOnly(2027, 1, 31));
        book.Sources.Should().Equal(new PriceSource("s", new Uri("https://s.example"), new DateOnly(2027, 1, 30), "MIT", "text"));
        book.TryFind(new Uri("https://p.example/v1"), null, "m-2", out var price).Should().BeTrue();
        (price!.Provider, price.Model, price.InputLimit, price.OutputLimit, price.Reasons).Should().Be(("p", "m", 100L, 10L, true));
        price.UnpricedTiers.Should().Equal(new UnpricedTier { Name = "turbo", AtMostTimes = 3m, OnlyOnRequest = true });
        price.Rows.Should().Equal(
            new PriceRow { Rates = new TokenRates { Input = 2m, Output = 8m } },
            new PriceRow
            {
                From = new(2026, 1, 1),
                Until = new(2028, 1, 1),
                StartTime = new(1, 30),
                EndTime = new(2, 30),
                AboveInputTokens = 50,
                ServiceTier = "priority",
                OnlyOnRequest = true,
                Rates = new TokenRates
                {
                    Input = 1m,
                    Output = 2m,
                    CachedInput = 3m,
                    CacheWrite = 4m,
                    CacheWrite1h = 5m,
                    InputAudio = 6m,
                    CachedAudio = 7m,
                    InputImage = 8m,
                    Reasoning = 9m,
                    OutputAudio = 10m,
                    OutputImage = 11m,
                    PerRequest = 12m,
                    PerThousandWebSearches = 13m,
                },
            });
        book.TryFind(null, "a-pp-b", "n", out var fallback).Should().BeTrue();
        fallback!.Cost(new AIUsage { InputTokens = 1, OutputTokens = 0 }, At).Should().Be(0.0000001m);
    }

    [Fact]
    public void Load_OfWhatIsLeftUnchanged_IsAccepted()
    {
        Load(Book(Provider)).TryFind(new Uri("https://p.example"), null, "m", out _).Should().BeFalse();
        Load(OfModel(Model)).TryFind(new Uri("https://p.example"), null, "m", out _).Should().BeTrue();
        Load(OfPrice(Price)).TryFind(new Uri("https://p.example"), null, "m", out _).Should().BeTrue();
    }

    /// <summary>Patterns, and names that are like them or not.</summary>
    [Theory]
    [InlineData("name", "name", true)]
    [InlineData("name", "NAME", true)]
    [InlineData("name", "names", false)]
    [InlineData("na*", "name", true)]
    [InlineData("na*", "a-name", false)]
    [InlineData("*me", "name", true)]
    [InlineData("*me", "names", false)]
    [InlineData("*am*", "name", true)]
    [InlineData("*am*", "nme", false)]
    [InlineData("/^n.me$/", "NOME", true)]
    [InlineData("/^n.me$/", "nomen", false)]
    [InlineData("*na* & *me*", "me-and-na", true)]
    [InlineData("*na* & *me*", "na", false)]
    public void TryFind_OfANameLikeThePattern_FindsIt(string pattern, string name, bool expected) =>
        Load(OfModel($$"""{"id":"other","match":["{{pattern}}"],"prices":[{"input":2,"output":8}]}""")).TryFind(new Uri("https://p.example"), null, name, out _).Should().Be(expected);

    [Fact]
    public void TryFind_WhereSeveralAreLikeTheName_IsTheFirst()
    {
        var book = Load(Book("""{"id":"p","endpoint":"https://p\\.example","models":[{"id":"a-b","prices":[{"input":1,"output":1}]},{"id":"a","match":["a*"],"prices":[{"input":2,"output":2}]}]}"""));

        book.TryFind(new Uri("https://p.example"), null, "a-b", out var exact);
        book.TryFind(new Uri("https://p.example"), null, "a-c", out var other);

        (exact!.Model, other!.Model).Should().Be(("a-b", "a"));
    }

    [Fact]
    public void Load_OfAFile_ReadsIt()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, OfModel(Model));

            PriceBook.Load(path).TryFind(new Uri("https://p.example"), null, "m", out _).Should().BeTrue();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Book(string provider) => $$"""{"format":1,"asOf":"2026-08-21","providers":[{{provider}}]}""";

    private static string OfModel(string model) => Book($$"""{"id":"p","endpoint":"https://p\\.example","models":[{{model}}]}""");

    private static string OfPrice(string price) => OfModel($$"""{"id":"m","prices":[{{price}}]}""");

    private static PriceBook Load(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return PriceBook.Load(stream);
    }
}
