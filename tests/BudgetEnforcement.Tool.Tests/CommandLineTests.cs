namespace BudgetEnforcement.Tool.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "command")]
    [InlineData("reply", "reply")]
    [InlineData("replay FILE", "--limit")]
    [InlineData("replay FILE --limit 1,5", "'1,5'")]
    [InlineData("replay FILE --limit -1", "'-1'")]
    [InlineData("replay FILE --limit 1 --limit x", "'x'")]
    [InlineData("replay FILE --limit 1e-29", "'1e-29'")]
    [InlineData("replay FILE --limit 1 --cost-column cost --nonsense", "--nonsense")]
    [InlineData("replay FILE --limit 1 --cost-column cost --skip-denied --record-only", "exclude")]
    [InlineData("replay FILE --limit 1 --cost-column cost --skip-totals --count-totals", "exclude")]
    [InlineData("replay FILE --limit 1 --cost-column cost --file-order --time-column cost", "exclude")]
    [InlineData("replay FILE --limit 1 --cost-column cost --input-tokens-column cost --input-price 1", "not both")]
    [InlineData("replay FILE --limit 1 --input-tokens-column cost", "--input-price")]
    [InlineData("replay FILE --limit 1 --output-price 1", "--output-tokens-column")]
    [InlineData("replay FILE --limit 1 --cached-tokens-column cost --cached-price 1", "--input-tokens-column")]
    [InlineData("replay FILE --limit 1 --model-column cost", "--input-tokens-column")]
    [InlineData("replay FILE --limit 1 --model-column cost --input-tokens-column cost --input-price 1", "exclude")]
    [InlineData("replay FILE --limit 1 --cost-column cost --chart chart.gif", "chart.gif")]
    [InlineData("replay FILE --limit 1 --cost-column cost --delimiter \"", "--delimiter")]
    [InlineData("replay FILE --limit 1 --cost-column cost --delimiter ab", "'ab'")]
    [InlineData("replay FILE --limit 1 --cost-column cost --chart none/chart.png", "chart.png")]
    [InlineData("replay FILE --limit 1 --cost-column cost --culture xx-Klingon", "--culture")]
    [InlineData("replay FILE --limit 1 --cost-column cost --time-zone Mars/Olympus", "--time-zone")]
    [InlineData("replay FILE --limit 1 --cost-column cost --where cost", "--where")]
    [InlineData("replay FILE --limit 1 --cost-column cost --period hourly", "--period")]
    [InlineData("replay FILE --limit 1 --cost-column cost --header-line 0", "--header-line")]
    [InlineData("replay FILE --limit 1 --cost-column cost --header-line 7", "--header-line")]
    [InlineData("replay FILE --limit 1 --preset gcp", "--preset")]
    [InlineData("replay FILE --limit 1 --preset aws-cur", "has not the columns of aws-cur")]
    [InlineData("replay FILE --limit 1 --cost-column cost --prices none.json", "--model-column")]
    [InlineData("replay FILE --limit", "--limit")]
    [InlineData("replay none.csv --limit 1 --cost-column cost", "there is no such file")]
    public async Task Arguments_ThatCannotBeUsed_EndWithExitCode2AndAreNamed(string line, string named)
    {
        var file = _folder.Write("costs.csv", "cost\n1\n");
        var args = line.Replace("FILE", file, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var run = await ToolRun.Of(args);

        run.ExitCode.Should().Be(2, run.Output);
        run.Output.Should().BeEmpty("nothing has begun");
        run.Error.Should().StartWith("error: ").And.Contain(named).And.NotContainAny("System.", "Nullable", "Exception", "Parameter", "   at ");
    }

    [Theory]
    [InlineData("replay --limt 1", "There is no option '--limt' of replay. Did you mean '--limit'?")]
    [InlineData("replay costs.csv --cost-column cost", "--limit is missing: what is the budget, in the unit of the costs?")]
    [InlineData("prices", "A command of prices is missing: show, build.")]
    [InlineData("replay --json=1", "--json is there or not; it takes no '1'.")]
    [InlineData("replay --delimiter ab", "--delimiter: 'ab' is not one ASCII character that can stand between two fields.")]
    [InlineData("replay --limit 1 --limit 1,5", "--limit: '1,5' is not an amount such as 12.50.")]
    [InlineData("replay --cost-column a --cost-column b", "--cost-column may be given once only.")]
    public async Task Mistake_AnyInTheCommandLine_IsOneLineThatSaysWhatIsExpected(string line, string expected)
    {
        var run = await ToolRun.Of(line.Split(' '));

        run.Error.Replace("Try --help.", "", StringComparison.Ordinal).Trim().Should().Be($"error: {expected}");
    }

    [Fact]
    public async Task Replay_WithoutAColumn_ListsThoseOfTheFile()
    {
        var run = await ToolRun.Of("replay", _folder.Write("costs.csv", "task,user value\n1,2\n"), "--limit", "1");

        run.ExitCode.Should().Be(2);
        run.Error.Should().ContainAll("--cost-column", "--input-tokens-column", "'task', 'user value'");
    }

    [Fact]
    public async Task Help_OfEveryCommand_HasAnExampleThatIsUnderstoodAndTheExitCodes()
    {
        var host = new ToolHost(Spectre.Console.AnsiConsole.Console, TextWriter.Null, () => Stream.Null, TimeProvider.System, _ => null);
        foreach (var command in Commands(ToolApp.CreateRootCommand(host)))
        {
            var run = await ToolRun.Of([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

            run.ExitCode.Should().Be(0);
            run.Output.Should().ContainAll("Examples:", "Exit codes:", $"budget {command}".TrimEnd());
            foreach (var line in run.Output.Split('\n').Where(line => line.StartsWith("  budget ", StringComparison.Ordinal)))
            {
                var args = line.Trim().Split(' ').Skip(1).TakeWhile(arg => arg != ">>").ToArray();
                Terminal.CommandLineMistakes.Of(args, ToolApp.Parse(args, host)).Should().BeEmpty(line);
            }
        }
    }

    [Fact]
    public async Task Replay_Interrupted_EndsWithExitCode130()
    {
        using var interruption = new CancellationTokenSource();
        await interruption.CancelAsync();

        var run = await ToolRun.With([], TimeProvider.System, [], interruption.Token, "replay", _folder.Write("costs.csv", "cost\n1\n"), "--limit", "1", "--cost-column", "cost");

        run.ExitCode.Should().Be(130);
        run.Output.Should().BeEmpty();
    }

    private static IEnumerable<string> Commands(System.CommandLine.Command command) => command.Subcommands.Count == 0
        ? [command.Name]
        : command.Subcommands.SelectMany(Commands).Select(name => command is System.CommandLine.RootCommand ? name : $"{command.Name} {name}");
}
