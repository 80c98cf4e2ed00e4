using System.Text;
using BudgetEnforcement.AI;
using BudgetEnforcement.Tool.Prices.Building;

namespace BudgetEnforcement.Tool.Tests.Prices;

/// <summary>Books that are made of files of others.</summary>
public sealed class BookMakerTests
{
    private const string Licence = "MIT License, of somebody";
    private const string NoFacts = """{"name":"Pages","url":"https://example.com","asOf":"2026-08-03","facts":[]}""";
    private const string NoLimits = "{}";

    private static readonly DateTimeOffset At = new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Prices of a model in genai-prices that are refused, and what the message says.</summary>
    public static TheoryData<string, string> Unknown => new()
    {
        { """{"input_mtok":1,"output_mtok":2,"video_mtok":3}""", "video_mtok" },
        { """{"input_mtok":{"base":1,"tiers":[],"unit":"k"},"output_mtok":2}""", "unit" },
        { """{"input_mtok":{"base":1,"tiers":[{"start":5,"price":2,"end":6}]},"output_mtok":2}""", "end" },
        { """{"input_mtok":{"tiers":[]},"output_mtok":2}""", "no base" },
        { """{"input_mtok":"1","output_mtok":2}""", "no number" },
        { """[{"prices":{"input_mtok":1,"output_mtok":2},"region":"eu"}]""", "region" },
        { """[{"prices":{"input_mtok":1,"output_mtok":2},"constraint":{"weekday":1}}]""", "weekday" },
        { """[{"prices":{"input_mtok":1,"output_mtok":2},"constraint":{"start_time":"01:00","end_time":"02:00:00Z"}}]""", "time" },
        { """{"input_mtok":1}""", "no price of input or of output" },
        { """{"output_mtok":1}""", "no price of input or of output" },
    };

    [Fact]
    public void Make_OfTheFilesThatTheEmbeddedBookWasMadeOf_IsTheEmbeddedBook()
    {
        var folder = Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "..", "shared", "data"));
        Assert.SkipUnless(Directory.Exists(folder), $"There are no files of prices in {folder}.");

        var book = BookMaker.Make(
            SourceFile.Of("genai-prices", Read("prices", "genai_prices_slim.json"), new(2026, 8, 21), Read("licences", "genai-prices-LICENSE")),
            SourceFile.Of("models-dev", Read("prices", "models_dev_limits.json"), new(2026, 7, 2), Read("licences", "models.dev-LICENSE")),
            Facts.Embedded);

        (book == RepositoryFiles.Read("src", "BudgetEnforcement.AI", "Prices", "prices.json")).Should().BeTrue("a change of the program or its facts needs a new book");

        string Read(params string[] path) => File.ReadAllText(Path.Combine([folder, .. path]));
    }

    [Theory]
    [MemberData(nameof(Unknown))]
    public void Make_OfAPriceThatIsNotKnown_SaysSo(string prices, string expected) =>
        FluentActions.Invoking(() => Make(prices)).Should().Throw<FormatException>().Which.Message.Should().Contain(expected);

    [Fact]
    public void Make_OfTiersThatBeginApart_HasARowForEach()
    {
        var price = Find(Make("""{"input_mtok":{"base":1,"tiers":[{"start":100,"price":2},{"start":300,"price":4}]},"cache_read_mtok":0.5,"output_mtok":{"base":10,"tiers":[{"start":200,"price":20}]}}"""));

        price.Rows.Select(row => (row.AboveInputTokens, row.Rates.Input, row.Rates.Output, row.Rates.CachedInput))
            .Should().Equal((null, 1m, 10m, 0.5m), (100L, 2m, 10m, 0.5m), (200L, 2m, 20m, 0.5m), (300L, 4m, 20m, 0.5m));
    }

    [Fact]
    public void Make_OfConditions_HasTheirRowsInOrder()
    {
        var price = Find(Make("""
            [{"prices":{"input_mtok":1,"output_mtok":10}},
             {"constraint":{"start_date":"2026-09-01"},"prices":{"input_mtok":2,"output_mtok":20}},
             {"constraint":{"start_time":"00:30:00Z","end_time":"16:30:00Z"},"prices":{"input_mtok":3,"output_mtok":30}}]
            """));

        price.Rows.Select(row => (row.From, row.StartTime, row.EndTime, row.Rates.Input)).Should().Equal(
            (null, null, null, 1m), (new DateOnly(2026, 9, 1), null, null, 2m), (null, new TimeOnly(0, 30), new TimeOnly(16, 30), 3m));
    }

    [Fact]
    public void Make_OfEveryKeyThatIsKnown_HasItsRate()
    {
        var price = Find(Make("""
            {"input_mtok":1,"output_mtok":2,"cache_read_mtok":3,"cache_write_mtok":4,"cache_write_1h_mtok":5,"input_audio_mtok":6,"cache_audio_read_mtok":7,"input_image_mtok":8,
             "output_reasoning_mtok":9,"output_audio_mtok":10,"output_image_mtok":11,"requests_kcount":12,"web_searches_kcount":13}
            """));

        price.Rows.Should().ContainSingle().Which.Rates.Should().Be(new TokenRates
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
            PerRequest = 0.012m,
            PerThousandWebSearches = 13m,
        });
    }

    [Fact]
    public void Make_WithLimits_HasTheGreatestOfItsNamesAndTheServiceTiers()
    {
        var book = Make("""{"input_mtok":1,"output_mtok":2}""", """
            {"openai":{"models":{
             "m":{"reasoning":false,"limit":{"context":100,"output":10}},
             "m-2":{"reasoning":true,"limit":{"context":900,"input":800,"output":0},"modes":{
               "quick":{"cost":{"input":3,"output":4,"cache_read":5,"cache_write":6},"provider":{"body":{"service_tier":"priority"}}},
               "fast":{"cost":{"input":7,"output":8},"provider":{"headers":{"x":"y"},"body":{"speed":"fast"}}}}},
             "other":{"limit":{"context":5000,"output":5000}}}},
             "nobody":{"models":{"m":{"limit":{"context":9999,"output":9999}}}}}
            """);

        var price = Find(book);

        (price.InputLimit, price.OutputLimit, price.Reasons).Should().Be((800L, 10L, true));
        price.Rows.Skip(1).Select(row => (row.ServiceTier, row.OnlyOnRequest, row.Rates)).Should().Equal(
            ("priority", false, new TokenRates { Input = 3m, Output = 4m, CachedInput = 5m, CacheWrite = 6m }),
            ("fast", true, new TokenRates { Input = 7m, Output = 8m }));
    }

    [Theory]
    [InlineData("""{"cost":{"input":3,"output":4,"reasoning":9},"provider":{"body":{"service_tier":"x"}}}""", "reasoning")]
    [InlineData("""{"cost":{"input":3,"output":4},"provider":{"body":{"model":"x"}}}""", "model")]
    [InlineData("""{"cost":{"input":3,"output":4},"provider":{}}""", "asks for it")]
    public void Make_OfAServiceTierThatIsNotKnown_SaysSo(string mode, string expected) =>
        FluentActions.Invoking(() => Make("""{"input_mtok":1,"output_mtok":2}""", $$"""{"openai":{"models":{"m":{"modes":{"a": {{mode}} } } } } }""")).Should().Throw<FormatException>().Which.Message.Should().Contain(expected);

    [Fact]
    public void Make_WhereRatesGoBeyondTheLimit_HasNoLimit() =>
        Find(Make("""{"input_mtok":{"base":1,"tiers":[{"start":100,"price":2}]},"output_mtok":2}""", """{"openai":{"models":{"m":{"limit":{"context":100,"output":10}}}}}""")).InputLimit.Should().BeNull();

    [Fact]
    public void Make_WithFacts_HasThem()
    {
        var book = Make("""{"input_mtok":2,"output_mtok":8,"cache_read_mtok":0.2,"cache_write_mtok":2.5}""", facts: """
            {"name":"Pages","url":"https://example.com","asOf":"2026-08-03","facts":[
             {"why":"w","source":"s","provider":"openai","models":["m"],"cacheWrite1hTimesInput":2,"thousandSearches":10,"outputImage":120},
             {"why":"w","source":"s","provider":"openai","models":["m*"],"tier":"us","times":1.1},
             {"why":"w","source":"s","provider":"openai","unpricedTiers":[{"tier":"priority","atMostTimes":2.50},{"tier":"fast","onRequest":true}],"names":["*open*"]},
             {"why":"w","source":"s","provider":"openai","models":["gone"],"leaveOut":true}]}
            """);

        var price = Find(book);

        price.Rows.Select(row => (row.ServiceTier, row.Rates)).Should().Equal(
            (null, new TokenRates { Input = 2m, Output = 8m, CachedInput = 0.2m, CacheWrite = 2.5m, CacheWrite1h = 4m, OutputImage = 120m, PerThousandWebSearches = 10m }),
            ("us", new TokenRates { Input = 2.2m, Output = 8.8m, CachedInput = 0.22m, CacheWrite = 2.75m, CacheWrite1h = 4.4m, OutputImage = 120m, PerThousandWebSearches = 10m }));
        price.UnpricedTiers.Should().Equal(new UnpricedTier { Name = "priority", AtMostTimes = 2.5m }, new UnpricedTier { Name = "fast", OnlyOnRequest = true });
        book.TryFind(null, "an-open-one", "m", out _).Should().BeTrue();
        book.TryFind(null, "openai", "gone", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("""{"why":"w","source":"s","provider":"gone","models":["m"],"output":1}""", "gone")]
    [InlineData("""{"why":"w","source":"s","provider":"openai","models":["gone-too"],"output":1}""", "gone-too")]
    [InlineData("""{"why":"w","source":"s","provider":"openai","models":["m"],"discount":1}""", "discount")]
    [InlineData("""{"source":"s","provider":"openai","models":["m"],"output":1}""", "why")]
    public void Make_WithAFactThatHoldsOfNothing_SaysSo(string fact, string expected) =>
        FluentActions.Invoking(() => Make("""{"input_mtok":1,"output_mtok":2}""", facts: $$"""{"name":"Pages","url":"https://example.com","asOf":"2026-08-03","facts":[{{fact}}]}"""))
            .Should().Throw<FormatException>().Which.Message.Should().Contain(expected);

    [Fact]
    public void Make_OfAFileWithAnotherLicence_IsRefused() => FluentActions.Invoking(() => SourceFile.Of("models-dev", "{}", default, "All rights reserved")).Should().Throw<FormatException>();

    [Fact]
    public void Make_OfABook_NamesItsSources()
    {
        var book = Make("""{"input_mtok":1,"output_mtok":2}""");

        book.AsOf.Should().Be(new DateOnly(2026, 8, 1));
        book.Sources.Select(source => (source.Name, source.AsOf, source.License, source.Notice)).Should().Equal(
            ("genai-prices", new DateOnly(2026, 8, 1), "MIT", Licence), ("models.dev", new DateOnly(2026, 8, 2), "MIT", Licence), ("Pages", new DateOnly(2026, 8, 3), "", ""));
    }

    private static PriceBook Make(string prices, string limits = NoLimits, string facts = NoFacts)
    {
        var source = $$"""
            [{"id":"openai","name":"OpenAI","api_pattern":"https://api\\.openai\\.com","models":[
              {"id":"m","match":{"or":[{"equals":"m"},{"starts_with":"m-"}]},"context_window":50,"prices":{{prices}}},
              {"id":"gone","match":{"equals":"gone"},"prices":{"input_mtok":1,"output_mtok":2} }]}]
            """;
        var text = BookMaker.Make(SourceFile.Of("genai-prices", source, new(2026, 8, 1), Licence), SourceFile.Of("models-dev", limits, new(2026, 8, 2), Licence), Facts.Read(facts));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return PriceBook.Load(stream);
    }

    private static ModelPrice Find(PriceBook book)
    {
        book.TryFind(new Uri("https://api.openai.com"), null, "m-2", out var price).Should().BeTrue();
        price!.Cost(new AIUsage { InputTokens = 0, OutputTokens = 0 }, At).Should().NotBeNull();
        return price;
    }
}
