using System.Text;

namespace BudgetEnforcement.AI.Tests.Prices;

public sealed class PriceBookTests
{
    private static readonly ModelPrice Own = new(new TokenRates { Input = 1m, Output = 2m });

    private static readonly DateTimeOffset At = new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Where a model is called, and what a million tokens of input, and a million of output, cost there.</summary>
    public static TheoryData<string, string, decimal, decimal> Endpoints => new()
    {
        { "https://api.openai.com/v1", "gpt-4o-mini", 0.15m, 0.6m },
        { "https://api.openai.com/v1/", "gpt-4o-mini-2024-07-18", 0.15m, 0.6m },
        { "https://API.OpenAI.com", "GPT-4o-Mini", 0.15m, 0.6m },
        { "https://api.openai.com/v1", "gpt-4.1", 2m, 8m },
        { "https://api.openai.com/v1", "o3", 2m, 8m },
        { "https://api.openai.com/v1", "text-embedding-3-small", 0.02m, 0m },
        { "https://my-resource.openai.azure.com/", "gpt-4o", 2.5m, 10m },
        { "https://my-resource.openai.azure.com/openai/deployments/x", "gpt-5.4-2026-03-05", 2.5m, 15m },
        { "https://my-resource.services.ai.azure.com/anthropic", "claude-sonnet-4-5", 3m, 15m },
        { "https://my-resource.cognitiveservices.azure.com/", "gpt-4o", 2.5m, 10m },
        { "https://api.anthropic.com", "claude-sonnet-4-5-20250929", 3m, 15m },
        { "https://api.anthropic.com/v1", "claude-opus-4-1-20250805", 15m, 75m },
        { "https://generativelanguage.googleapis.com/v1beta", "gemini-2.5-flash", 0.3m, 2.5m },
        { "https://us-central1-aiplatform.googleapis.com/v1/", "claude-sonnet-5@default", 2m, 10m },
        { "https://bedrock-runtime.eu-central-1.amazonaws.com", "global.anthropic.claude-sonnet-4-5-20250929-v1:0", 3m, 15m },
        { "https://bedrock-runtime.us-east-1.amazonaws.com/", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0", 3.3m, 16.5m },
        { "https://api.mistral.ai/v1", "mistral-large-2512", 0.5m, 1.5m },
        { "https://api.groq.com/openai/v1", "llama-3.1-8b-instant", 0.05m, 0.08m },
        { "https://api.groq.com/openai/v1", "meta-llama/Llama-4-Scout-17B-16E-Instruct", 0.11m, 0.34m },
        { "https://api.deepseek.com", "deepseek-chat", 0.27m, 1.1m },
        { "https://openrouter.ai/api/v1", "openai/gpt-4o", 2.5m, 10m },
        { "https://router.huggingface.co/groq/openai/v1", "openai/gpt-oss-120b", 0.15m, 0.75m },
        { "https://api.x.ai/v1", "grok-4", 3m, 15m },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void TryFind_AtTheEndpointOfAProvider_IsThePriceThere(string endpoint, string model, decimal input, decimal output)
    {
        PriceBook.Embedded.TryFind(new Uri(endpoint), "whatever", model, out var price).Should().BeTrue();

        price!.Cost(new AIUsage { InputTokens = 100_000, OutputTokens = 0 }, At).Should().Be(input / 10m);
        price.Cost(new AIUsage { InputTokens = 0, OutputTokens = 1_000_000 }, At).Should().Be(output);
    }

    [Theory]
    [InlineData("http://localhost:11434/v1", "gpt-4o")]
    [InlineData("https://openai.example.com/v1", "gpt-4o")]
    [InlineData("https://example.com/https://api.openai.com", "gpt-4o")]
    [InlineData("https://api.openai.com", "gpt-99")]
    [InlineData("https://api.openai.com", "")]
    [InlineData("https://api.openai.com", "my-deployment")]
    [InlineData("https://api.openai.com", "gpt-image-1.5")]
    [InlineData("https://x.openai.azure.com", "babbage-002")]
    [InlineData("https://api.perplexity.ai", "sonar-deep-research")]
    public void TryFind_OfWhatTheBookDoesNotKnow_IsFalse(string endpoint, string model)
    {
        PriceBook.Embedded.TryFind(new Uri(endpoint), "openai", model, out var price).Should().BeFalse("the name of a provider says nothing where the endpoint is known");
        price.Should().BeNull();
    }

    [Theory]
    [InlineData("openai", "openai")]
    [InlineData("OpenAI", "openai")]
    [InlineData("azure.ai.openai", "azure")]
    [InlineData("anthropic", "anthropic")]
    [InlineData("gcp.vertex_ai", "google")]
    [InlineData("aws.bedrock", "aws")]
    [InlineData("huggingface_groq", "huggingface_groq")]
    public void TryFind_WithoutAnEndpoint_IsByTheNameOfTheProvider(string name, string provider)
    {
        var model = provider switch { "aws" => "amazon.nova-lite-v1:0", "google" => "gemini-2.5-pro", "anthropic" => "claude-haiku-4-5", "huggingface_groq" => "openai/gpt-oss-20b", "azure" => "phi-4", _ => "gpt-4o" };

        PriceBook.Embedded.TryFind(null, name, model, out var price).Should().BeTrue();
        price!.Provider.Should().Be(provider);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ollama")]
    [InlineData("")]
    public void TryFind_WithoutAnEndpointAndAKnownName_IsFalse(string? name) => PriceBook.Embedded.TryFind(null, name, "gpt-4o", out _).Should().BeFalse();

    [Fact]
    public void TryFind_AtARelativeEndpoint_IsFalse() => PriceBook.Embedded.TryFind(new Uri("v1", UriKind.Relative), "openai", "gpt-4o", out _).Should().BeFalse();

    [Fact]
    public void TryFind_Again_IsTheSamePrice()
    {
        PriceBook.Embedded.TryFind(new Uri("https://api.openai.com"), null, "gpt-4o", out var first);
        PriceBook.Embedded.TryFind(new Uri("https://api.openai.com"), "other", "gpt-4o", out var second);

        second.Should().BeSameAs(first);
    }

    [Fact]
    public void TryFind_OfMadeUpNames_RemembersOnlySoMany()
    {
        for (var i = 0; i < 3_000; i++)
            PriceBook.Embedded.TryFind(new Uri("https://api.openai.com"), null, "no-such-model-" + i, out _).Should().BeFalse();

        PriceBook.Embedded.TryFind(new Uri("https://api.openai.com"), null, "gpt-4o", out _).Should().BeTrue();
    }

    [Fact]
    public void Embedded_Book_NamesItsDateAndSources()
    {
        PriceBook.Embedded.AsOf.Should().Be(new DateOnly(2026, 8, 21));
        PriceBook.Embedded.Sources.Select(source => source.Name).Should().Equal("genai-prices", "models.dev", "Pages of the providers");
        PriceBook.Embedded.Sources.Where(source => source.License == "MIT").Should().HaveCount(2).And.OnlyContain(source => source.Notice.Contains("Permission is hereby granted", StringComparison.Ordinal));
        PriceBook.Embedded.Sources.Should().OnlyContain(source => source.AsOf > new DateOnly(2026, 7, 1) && source.Url.IsAbsoluteUri && source.Notice.Length > 0);
    }

    [Theory]
    [InlineData("2026-08-21T00:00:00Z", false)]
    [InlineData("2026-11-19T00:00:00Z", false)]
    [InlineData("2026-11-19T00:00:01Z", true)]
    [InlineData("2026-11-19T01:00:00+02:00", false)]
    [InlineData("2020-01-01T00:00:00Z", false)]
    public void IsOutdated_After90Days_IsTrue(string now, bool expected) =>
        PriceBook.Embedded.IsOutdated(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)).Should().Be(expected);

    [Fact]
    public void Embedded_Limits_AreThoseOfTheModel()
    {
        PriceBook.Embedded.TryFind(new Uri("https://api.openai.com"), null, "gpt-5.4", out var reasoning);
        PriceBook.Embedded.TryFind(new Uri("https://api.openai.com"), null, "gpt-4o-mini", out var other);

        (reasoning!.InputLimit, reasoning.OutputLimit, reasoning.Reasons).Should().Be((922_000L, 128_000L, true));
        (other!.InputLimit, other.OutputLimit, other.Reasons).Should().Be((128_000L, 16_384L, false));
    }

    [Fact]
    public void Embedded_Limits_AreNotBelowTheRatesThatGoBeyondThem()
    {
        PriceBook.Embedded.TryFind(new Uri("https://us-central1-aiplatform.googleapis.com"), null, "claude-opus-4-6", out var price);

        price!.Rows.Should().Contain(row => row.AboveInputTokens == 200_000);
        price.InputLimit.Should().BeNull("the file says 200,000, and has a price for more");
    }

    [Fact]
    public void With_APriceOfYourOwn_GoesBeforeAllOthersAndChangesNoOtherBook()
    {
        var book = PriceBook.Embedded.With("gpt-4o", Own);

        book.TryFind(new Uri("https://api.openai.com"), null, "gpt-4o", out var found).Should().BeTrue();
        found.Should().BeSameAs(Own);
        book.AsOf.Should().Be(PriceBook.Embedded.AsOf);
        PriceBook.Embedded.TryFind(new Uri("https://api.openai.com"), null, "gpt-4o", out var other);
        other.Should().NotBeSameAs(Own);
    }

    [Fact]
    public void With_TheSameModelAgain_IsTheLater()
    {
        var later = new ModelPrice(new TokenRates { Input = 5m, Output = 5m });

        PriceBook.Embedded.With("m", Own).With("m", later).TryFind(null, null, "m", out var found);

        found.Should().BeSameAs(later);
    }

    [Theory]
    [InlineData("my-model", true)]
    [InlineData("MY-MODEL", true)]
    [InlineData("my-model-2026-03-05", true)]
    [InlineData("my-model-20260305", true)]
    [InlineData("my-model@20260305", true)]
    [InlineData("my-model-0305", true)]
    [InlineData("my-model-5", false)]
    [InlineData("my-model-mini", false)]
    [InlineData("my-model-mini-2026-03-05", false)]
    [InlineData("my-model2026", false)]
    [InlineData("my-mode", false)]
    [InlineData("a-my-model", false)]
    public void With_AModel_IsAlsoItsDatedNames(string model, bool expected) => PriceBook.Embedded.With("my-model", Own).TryFind(null, null, model, out _).Should().Be(expected);

    [Theory]
    [InlineData("https://host:8443/v1", true)]
    [InlineData("https://HOST:8443/v1/", true)]
    [InlineData("https://host:8443/v1/chat/completions", true)]
    [InlineData("https://host:8443/v10", false)]
    [InlineData("https://host:8443/", false)]
    [InlineData("https://host/v1", false)]
    [InlineData("http://host:8443/v1", false)]
    [InlineData("https://other:8443/v1", false)]
    public void With_AnEndpoint_IsForWhatIsBeneathIt(string endpoint, bool expected) =>
        PriceBook.Embedded.With(new Uri("https://host:8443/v1"), "my-model", Own).TryFind(new Uri(endpoint), null, "my-model", out _).Should().Be(expected);

    [Fact]
    public void With_AnEndpoint_IsNotForCallsOfUnknownEndpoint() => PriceBook.Embedded.With(new Uri("https://host"), "my-model", Own).TryFind(null, "openai", "my-model", out _).Should().BeFalse();

    [Fact]
    public void With_WrongArguments_IsRefused()
    {
        PriceBook.Embedded.Invoking(book => book.With(null!, Own)).Should().Throw<ArgumentNullException>().WithParameterName("model");
        PriceBook.Embedded.Invoking(book => book.With("", Own)).Should().Throw<ArgumentException>().WithParameterName("model");
        PriceBook.Embedded.Invoking(book => book.With("m", null!)).Should().Throw<ArgumentNullException>().WithParameterName("price");
        PriceBook.Embedded.Invoking(book => book.With(null!, "m", Own)).Should().Throw<ArgumentNullException>().WithParameterName("endpoint");
        PriceBook.Embedded.Invoking(book => book.With(new Uri("v1", UriKind.Relative), "m", Own)).Should().Throw<ArgumentException>().WithParameterName("endpoint");
        PriceBook.Embedded.Invoking(book => book.TryFind(null, null, null!, out _)).Should().Throw<ArgumentNullException>().WithParameterName("model");
        FluentActions.Invoking(() => PriceBook.Load((Stream)null!)).Should().Throw<ArgumentNullException>().WithParameterName("stream");
        FluentActions.Invoking(() => PriceBook.Load((string)null!)).Should().Throw<ArgumentNullException>().WithParameterName("path");
    }

    [Fact]
    public void Load_AStream_LeavesItOpen()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("""{"format":1,"asOf":"2027-01-01","providers":[]}"""));

        PriceBook.Load(stream).AsOf.Should().Be(new DateOnly(2027, 1, 1));
        stream.CanRead.Should().BeTrue();
    }
}
