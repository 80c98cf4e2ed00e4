using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Tests;

public sealed class PricesTests : IDisposable
{
    private const string Everything = """[{"id":"openai","name":"OpenAI","models":[]}]""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("openai/gpt-4o-mini")]
    [InlineData("gpt-4o-mini")]
    [InlineData("gpt-4o-mini --provider openai")]
    public async Task Show_OfAModel_IsWhatTheBookSays(string line)
    {
        var text = await ToolRun.Of(["prices", "show", .. line.Split(' ')]);
        var json = (await ToolRun.Of(["prices", "show", .. line.Split(' '), "--json"])).Json;

        text.ExitCode.Should().Be(0, text.Error);
        text.Output.Should().ContainAll("openai: gpt-4o-mini", "0.15", "0.60", PriceBook.Embedded.AsOf.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        json.GetProperty("models")[0].GetProperty("rows")[0].GetProperty("output").GetDecimal().Should().Be(0.6m);
    }

    [Theory]
    [InlineData("none-such")]
    [InlineData("none/such")]
    [InlineData("gpt-4o-mini --provider anthropic")]
    public async Task Show_OfAModelThatNobodyHas_IsAnError(string line) =>
        (await ToolRun.Of(["prices", "show", .. line.Split(' ')])).ExitCode.Should().Be(2);

    [Fact]
    public async Task Build_OfABook_ChecksItAndPutsItInItsPlace()
    {
        var source = Path.Combine(RepositoryFiles.Root, "src", "BudgetEnforcement.AI", "Prices", "prices.json");
        var target = _folder.Path("prices.json");

        var run = await ToolRun.Of("prices", "build", target, source);
        var again = await ToolRun.Of("prices", "build", target, source);
        var over = await ToolRun.Of("prices", "build", target, source, "--yes");
        var shown = await ToolRun.Of("prices", "show", "openai/gpt-4o-mini", "--prices", target);

        run.ExitCode.Should().Be(0, run.Error);
        again.ExitCode.Should().Be(2);
        over.ExitCode.Should().Be(0, over.Error);
        shown.Output.Should().Contain("0.15");
        _folder.Names.Should().Equal("prices.json");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no json")]
    public async Task Build_OfWhatIsNoBook_WritesNothing(string text)
    {
        var source = _folder.Write("source.json", text);

        var run = await ToolRun.Of("prices", "build", _folder.Path("target.json"), source);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("is no price book");
        _folder.Names.Should().Equal("source.json");
    }

    [Fact]
    public async Task Build_OfTheFilesOfOthers_MakesABookWithWhatIsKnownBetter()
    {
        var folder = Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "..", "shared", "data"));
        Assert.SkipUnless(Directory.Exists(folder), $"There are no files of prices in {folder}.");
        var target = _folder.Path("prices.json");

        var run = await ToolRun.Of(
            "prices", "build", target,
            "--genai-prices", Path.Combine(folder, "prices", "genai_prices_slim.json"), "--genai-prices-date", "2026-08-21",
            "--models-dev", Path.Combine(folder, "prices", "models_dev_limits.json"), "--models-dev-date", "2026-07-02");

        run.ExitCode.Should().Be(0, run.Error);
        run.Output.Should().Contain("the prices of 2026-08-21, from genai-prices (2026-08-21), models.dev (2026-07-02), Pages of the providers (");
        (await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken))
            .Should().Be(RepositoryFiles.Read("src", "BudgetEnforcement.AI", "Prices", "prices.json"), "the licences are those of the embedded book where none is named");
    }

    [Fact]
    public async Task Build_OfFilesWithoutAProviderOfWhichSomethingIsKnown_SaysSo()
    {
        var (prices, limits) = (_folder.Write("data.json", Everything), _folder.Write("api.json", "{}"));

        var run = await ToolRun.Of("prices", "build", _folder.Path("prices.json"), "--genai-prices", prices, "--models-dev", limits);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("There is no provider");
        _folder.Names.Should().BeEquivalentTo("api.json", "data.json");
    }

    [Theory]
    [InlineData("{}", "{}", "an array is expected")]
    [InlineData("[{}]", "{}", "the key \"id\" is missing")]
    [InlineData("[1]", "{}", "the key \"id\" is missing")]
    [InlineData("[", "{}", "genai-prices")]
    [InlineData("[]", "[]", "an object is expected")]
    [InlineData("""[{"id":"openai","models":7}]""", "{}", "an array is expected")]
    [InlineData("""[{"id":"openai","models":[{"id":"m","match":{},"prices":{"input_mtok":1}}]}]""", "{}", "openai, m")]
    [InlineData("""[{"id":"openai","models":[{"id":"m","match":{"regex":"("},"prices":{"input_mtok":1,"output_mtok":1}}]}]""", """{"openai":{"models":{"x":{"limit":1}}}}""", "(")]
    [InlineData("""[{"id":"openai","models":[]}]""", """{"openai":{"models":{"m":3}}}""", "an object is expected")]
    [InlineData("""[{"id":"openai","models":[{"id":"m","context_window":"8k","prices":{"input_mtok":1,"output_mtok":1}}]}]""", "{}", "no whole number")]
    public async Task Build_OfFilesThatAreNotWhatTheyShouldBe_SaysWhatIsWrongAndWritesNothing(string prices, string limits, string expected)
    {
        var run = await ToolRun.Of(
            "prices", "build", _folder.Path("target.json"), "--genai-prices", _folder.Write("data.json", prices), "--models-dev", _folder.Write("api.json", limits));

        run.ExitCode.Should().Be(2, run.Error);
        run.Error.Should().Contain(expected);
        _folder.Names.Should().BeEquivalentTo("api.json", "data.json");
    }

    [Theory]
    [InlineData("", "What is it made of?")]
    [InlineData("made.json --genai-prices data.json", "What is it made of?")]
    [InlineData("--genai-prices data.json", "--models-dev is missing")]
    [InlineData("--models-dev data.json", "--genai-prices is missing")]
    [InlineData("--genai-prices none.json --models-dev data.json", "no such file")]
    [InlineData("--genai-prices data.json --models-dev data.json --models-dev-date 21.8.2026", "is no day such as 2026-08-21")]
    [InlineData("--genai-prices data.json --models-dev data.json --genai-prices-licence data.json", "another than MIT")]
    public async Task Build_OfSourcesThatAreNotToBeHad_SaysSo(string line, string expected)
    {
        _folder.Write("data.json", "[]");
        _folder.Write("made.json", "{}");
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.EndsWith(".json", StringComparison.Ordinal) ? _folder.Path(word) : word);

        var run = await ToolRun.Of(["prices", "build", _folder.Path("target.json"), .. words]);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(expected);
        _folder.Names.Should().BeEquivalentTo("data.json", "made.json");
    }

    [Theory]
    [InlineData("bash", "complete -o default -F")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c budget")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_OfAShell_IsAScriptThatAsksTheTool(string shell, string part)
    {
        var run = await ToolRun.Of("completion", shell);

        run.Output.Should().Contain(part).And.Contain("[suggest:");
    }

    [Theory]
    [InlineData("budget re", "replay", "reset")]
    [InlineData("budget replay --pre", "--preset")]
    [InlineData("budget replay --preset a", "aws-cur", "azure-cost")]
    [InlineData("budget replay --period ", "daily", "weekly", "monthly")]
    public async Task Suggest_OfALine_SaysHowItGoesOn(string line, params string[] expected)
    {
        var run = await ToolRun.Of($"[suggest:{line.Length}]", line);

        run.ExitCode.Should().Be(0, run.Error);
        run.Output.Split('\n', StringSplitOptions.TrimEntries).Should().Contain(expected);
    }
}
