using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Tests;

public sealed class PricesTests : IDisposable
{
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
