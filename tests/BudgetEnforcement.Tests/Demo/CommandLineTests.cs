namespace BudgetEnforcement.Tests.Demo;

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
    [InlineData("replay FILE --limit 1e-29", "'1e-29'")]
    [InlineData("replay FILE --limit 1 --cost-column cost --nonsense", "--nonsense")]
    [InlineData("replay FILE --limit 1 --cost-column cost --skip-denied --record-only", "exclude")]
    [InlineData("replay FILE --limit 1 --cost-column cost --input-tokens-column cost --input-price 1", "not both")]
    [InlineData("replay FILE --limit 1 --input-tokens-column cost", "--input-price")]
    [InlineData("replay FILE --limit 1 --output-price 1", "--output-tokens-column")]
    [InlineData("replay FILE --limit 1 --cost-column cost --chart chart.gif", "chart.gif")]
    [InlineData("replay FILE --limit 1 --cost-column cost --delimiter \"", "--delimiter")]
    [InlineData("replay FILE --limit 1 --cost-column cost --chart none/chart.png", "chart.png")]
    [InlineData("train FILE --epochs 0", "--epochs")]
    [InlineData("train FILE --epochs many", "--epochs")]
    [InlineData("train FILE --seed -1", "--seed")]
    [InlineData("replay FILE --limit 1 --cost-column cost --delimiter ab", "'ab'")]
    [InlineData("replay FILE --limit", "--limit")]
    [InlineData("train FILE --hidden 5000", "--hidden")]
    [InlineData("train FILE --batch-size -1", "--batch-size")]
    [InlineData("train FILE --rate 0", "--rate")]
    [InlineData("train FILE --rate 1000000001", "--rate")]
    [InlineData("fleet FILE --jobs 0", "--jobs")]
    [InlineData("fleet FILE --jobs 65", "--jobs")]
    [InlineData("fleet FILE --parallel 0", "--parallel")]
    [InlineData("fleet FILE --rate 0", "--rate")]
    [InlineData("fleet FILE --team-budget -1", "--team-budget")]
    [InlineData("fleet FILE --job-budget 1,5", "--job-budget")]
    [InlineData("fleet none.txt", "none.txt")]
    [InlineData("train none.txt", "none.txt")]
    [InlineData("train FILE --checkpoint none/checkpoint", "checkpoint")]
    [InlineData("train FILE --resume --checkpoint none", "none")]
    public async Task Arguments_ThatCannotBeUsed_EndWithExitCode2AndAreNamed(string line, string named)
    {
        var file = _folder.Write("costs.csv", "cost\n1\n");
        var args = line.Replace("FILE", file, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var run = await DemoRun.Of(args);

        run.ExitCode.Should().Be(2);
        run.Error.Should().StartWith("error: ").And.Contain(named);
        run.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task Replay_WithoutAColumn_ListsThoseOfTheFile()
    {
        var file = _folder.Write("costs.csv", "task,user cost\n1,2\n");

        var run = await DemoRun.Of("replay", file, "--limit", "1");

        run.ExitCode.Should().Be(2);
        run.Error.Should().ContainAll("--cost-column", "--input-tokens-column", "'task', 'user cost'");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("train --help")]
    [InlineData("fleet --help")]
    [InlineData("replay --help")]
    public async Task Help_OfEveryCommand_NamesTheExitCodes(string line)
    {
        var run = await DemoRun.Of(line.Split(' '));

        run.ExitCode.Should().Be(0);
        run.Output.Should().ContainAll("Exit codes:", "stopped by the budget", "--require-fit", "130");
    }

    [Fact]
    public async Task Replay_Interrupted_EndsWithExitCode130()
    {
        var file = _folder.Write("costs.csv", "cost\n1\n");
        using var interruption = new CancellationTokenSource();
        await interruption.CancelAsync();

        var run = await DemoRun.With(TimeProvider.System, interruption.Token, "replay", file, "--limit", "1", "--cost-column", "cost");

        run.ExitCode.Should().Be(130);
        run.Output.Should().BeEmpty();
    }
}
