using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace BudgetEnforcement.Tool.Tests.Ledgers;

public sealed class ReadingTests : IDisposable
{
    private readonly LedgerFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Status_OfALedger_ShowsTheTreeAndItsNumbers()
    {
        await _file.CreateAsync(teamSpent: 80m);

        var text = await ToolRun.Of("status", "--ledger", _file.Address);
        var json = (await ToolRun.Of("status", "--ledger", _file.Address, "--json")).Json.GetProperty("budgets");

        text.ExitCode.Should().Be(0, text.Error);
        text.Output.Should().MatchRegex(@"org *│ *\$1,000.00 *│ *\$80.00").And.MatchRegex(@"│   team *│ *\$100.00 *│ *\$80.00 *│ *\$0.00 *│ *\$20.00 *│ *80.00 % *│ *Warning75");
        json.EnumerateArray().Select(budget => budget.GetProperty("name").GetString()).Should().Equal("org", "team");
        json[1].GetProperty("spent").GetDecimal().Should().Be(80m);
        json[1].GetProperty("parents")[0].GetString().Should().Be("org");
        json[1].GetProperty("periodEnd").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Status_WhereABudgetIsExceeded_EndsWithExitCode3()
    {
        await _file.CreateAsync(teamSpent: 100.01m);

        (await ToolRun.Of("status", "--ledger", _file.Address)).ExitCode.Should().Be(3);
        (await ToolRun.Of("status", "team", "--ledger", _file.Address)).ExitCode.Should().Be(3);
        (await ToolRun.Of("status", "org", "--ledger", _file.Address)).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Ledger_OfTheEnvironment_CountsWhereNoneIsNamed()
    {
        await _file.CreateAsync();

        var run = await ToolRun.With([], TimeProvider.System, new() { ["BUDGET_LEDGER"] = _file.Address }, CancellationToken.None, "status", "--json");

        run.ExitCode.Should().Be(0, run.Error);
        (await ToolRun.Of("status")).Error.Should().ContainAll("--ledger is missing", "BUDGET_LEDGER");
    }

    [Theory]
    [InlineData("status")]
    [InlineData("nodes")]
    [InlineData("terms team")]
    [InlineData("watch --looks 1")]
    [InlineData("top-up team 5 --yes")]
    [InlineData("limit team 5 --yes")]
    [InlineData("reset team --yes")]
    public async Task Ledger_ThatIsNotThere_IsAnErrorAndIsNotMade(string command)
    {
        var run = await ToolRun.Of([.. command.Split(' '), "--ledger", _file.Address]);

        run.ExitCode.Should().Be(4);
        run.Error.Should().Contain("there is no such file");
        _file.Files.Should().BeEmpty();
    }

    [Fact]
    public async Task Ledger_FileThatIsNone_IsNotTouched()
    {
        await File.WriteAllTextAsync(_file.Path, "cost\n1\n", TestContext.Current.CancellationToken);

        var run = await ToolRun.Of("status", "--ledger", _file.Address);

        run.ExitCode.Should().Be(4);
        (await File.ReadAllTextAsync(_file.Path, TestContext.Current.CancellationToken)).Should().Be("cost\n1\n");
    }

    [Fact]
    public async Task Ledger_DatabaseWithoutOne_IsNotMadeOne()
    {
        await File.WriteAllBytesAsync(_file.Path, [], TestContext.Current.CancellationToken);

        var run = await ToolRun.Of("status", "--ledger", _file.Address);

        run.ExitCode.Should().Be(4);
        new FileInfo(_file.Path).Length.Should().Be(0);
    }

    [Fact]
    public async Task Budget_ThatIsNotThere_IsToldWithThoseThatAre()
    {
        await _file.CreateAsync();

        var run = await ToolRun.Of("status", "taem", "--ledger", _file.Address);

        run.ExitCode.Should().Be(2);
        run.Error.Should().ContainAll("'taem'", "org, team");
    }

    [Fact]
    public async Task Nodes_OneThatIsLost_IsInDoubtWithWhatItHolds()
    {
        await _file.CreateAsync();
        await _file.LoseNodeAsync("worker-7");

        var text = await ToolRun.Of("nodes", "--ledger", _file.Address);
        var json = (await ToolRun.Of("nodes", "--in-doubt", "--json", "--ledger", _file.Address)).Json.GetProperty("nodes");

        text.Output.Should().MatchRegex(@"worker-7 *│ *InDoubt").And.Contain("team");
        json[0].GetProperty("status").GetString().Should().Be("InDoubt");
        json[0].GetProperty("holdings").EnumerateArray().Single(holding => holding.GetProperty("budget").GetString() == "team")
            .GetProperty("held").GetDecimal().Should().Be(12m);
    }

    [Fact]
    public async Task Terms_AfterAReset_ShowsTheOneThatIsOver()
    {
        await _file.CreateAsync(teamSpent: 30m);
        await ToolRun.Of("reset", "team", "--yes", "--ledger", _file.Address);

        var text = await ToolRun.Of("terms", "team", "--ledger", _file.Address);
        var json = (await ToolRun.Of("terms", "team", "--latest", "1", "--json", "--ledger", _file.Address)).Json.GetProperty("terms");

        text.Output.Should().MatchRegex(@"│ 0 *│.*\$100.00 *│ *\$30.00");
        json[0].GetProperty("spent").GetDecimal().Should().Be(30m);
    }

    [Fact]
    public async Task Watch_WithoutATerminal_PrintsALineForEachBudgetThatChanged()
    {
        await _file.CreateAsync(teamSpent: 30m);

        var run = await ToolRun.Of("watch", "--looks", "1", "--ledger", _file.Address);

        run.ExitCode.Should().Be(0, run.Error);
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(2)
            .And.Contain(line => line.Contains("team: Ok, $30.00 of $100.00 spent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(80, false)]
    [InlineData(160, true)]
    public async Task Watch_OnATerminal_ShowsATableThatFitsTheScreen(int width, bool hasBar)
    {
        await _file.CreateAsync(teamSpent: 30m);
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new Screen(output, width),
        });
        using var error = new StringWriter(CultureInfo.InvariantCulture);

        var exitCode = await ToolApp.RunAsync(
            ["watch", "--looks", "1", "--ledger", _file.Address], new ToolHost(console, error, () => Stream.Null, TimeProvider.System, _ => null), TestContext.Current.CancellationToken);

        exitCode.Should().Be(0, error.ToString());
        output.ToString().Should().MatchRegex(@"team *│ *\$100.00 *│ *\$30.00 *│ *\$0.00 *│").And.Contain("0 processes connected");
        output.ToString().Contains('█', StringComparison.Ordinal).Should().Be(hasBar);
    }

    private sealed class Screen(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 50;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
