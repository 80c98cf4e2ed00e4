namespace BudgetEnforcement.Demo.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "command")]
    [InlineData("trian", "trian")]
    [InlineData("train FILE --epochs 0", "--epochs")]
    [InlineData("train FILE --epochs many", "--epochs")]
    [InlineData("train FILE --seed -1", "--seed")]
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
    [InlineData("fleet FILE --processes 2", "--ledger")]
    [InlineData("fleet FILE --kill-after 1", "--ledger")]
    [InlineData("fleet FILE --ledger FILE --parallel 2", "--parallel")]
    [InlineData("fleet FILE --ledger FILE --processes 5 --jobs 4", "--processes")]
    [InlineData("fleet FILE --ledger FILE", "no SQLite database")]
    [InlineData("train FILE --ledger FILE", "no SQLite database")]
    [InlineData("fleet none.txt", "none.txt")]
    [InlineData("train none.txt", "none.txt")]
    [InlineData("train FILE --checkpoint none/checkpoint", "checkpoint")]
    [InlineData("train FILE --resume --checkpoint none", "none")]
    public async Task Arguments_ThatCannotBeUsed_EndWithExitCode2AndAreNamed(string line, string named)
    {
        var file = _folder.Write("costs.csv", "cost\n1\n");
        var args = line.Replace("FILE", file, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var run = await DemoRun.Of(args);

        ShouldBeRefused(run).Should().Contain(named);
    }

    [Theory]
    [InlineData("train --resme", "There is no option '--resme' of train. Did you mean '--resume'?")]
    [InlineData("train --checkpoint --resme", "There is no option '--resme' of train. Did you mean '--resume'?")]
    [InlineData("train --bugdet=2", "There is no option '--bugdet' of train. Did you mean '--budget'?")]
    [InlineData("train -resume", "There is no option '-resume' of train. Did you mean '--resume'?")]
    [InlineData("train --quietly 5", "There is no option '--quietly' of train.")]
    [InlineData("train --resume=perhaps", "--resume is there or not; it takes no 'perhaps'.")]
    [InlineData("train --seed abc", "--seed: 'abc' is not a whole number from 0 to 18446744073709551615.")]
    [InlineData("train --seed 18446744073709551616", "--seed: '18446744073709551616' is not a whole number from 0 to 18446744073709551615.")]
    [InlineData("train --seed", "--seed needs a value: Determines all random numbers. [default: 1, or that of the checkpoint]")]
    [InlineData("train --budget 1 --budget 2", "--budget may be given once only.")]
    [InlineData("train one.txt two.txt", "'two.txt' is one argument too many.")]
    [InlineData("train @names", "FILE '@names' cannot be read: there is no such file.")]
    [InlineData("fleet --parralel 2", "There is no option '--parralel' of fleet. Did you mean '--parallel'?")]
    [InlineData("agent --budgte 1", "There is no option '--budgte' of agent. Did you mean '--budget'?")]
    [InlineData("agent --budget 1,5", "--budget: '1,5' is not an amount such as 12.50.")]
    [InlineData("agent --model gpt-4", "--model: 'gpt-4' takes 8,192 tokens; the agent needs one that takes 32,000.")]
    [InlineData("agent README.md", "'README.md' is one argument too many.")]
    [InlineData("trian", "There is no command 'trian'. The commands: train, fleet, agent, reconcile.")]
    [InlineData("", "A command is missing: train, fleet, agent, reconcile.")]
    [InlineData("--sead 1", "There is no option '--sead' before a command.")]
    [InlineData("--seed 1 train", "'--seed' belongs behind 'train'.")]
    public async Task Mistake_AnyInTheCommandLine_IsOneLineThatSaysWhatIsExpected(string line, string expected)
    {
        var run = await DemoRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        ShouldBeRefused(run).Should().Be($"error: {expected}");
    }

    public static TheoryData<string, string> OptionsWithBadValues
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var option in (string[])["--epochs", "--rate", "--budget", "--seed", "--batch-size", "--hidden", "--checkpoint", "--ledger"])
                data.Add("train", option);
            foreach (var option in (string[])["--jobs", "--parallel", "--rate", "--team-budget", "--job-budget", "--processes", "--kill-after", "--ledger"])
                data.Add("fleet", option);
            foreach (var option in (string[])["--budget", "--model"])
                data.Add("agent", option);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(OptionsWithBadValues))]
    public async Task Value_NoneThatTheOptionTakes_IsToldWithItsNameAndWithoutOurTypes(string command, string option)
    {
        string[] values = option switch
        {
            "--checkpoint" or "--ledger" => ["", " ", Path.GetTempPath()],
            _ => ["", " ", "abc", "-1", "1e999", "1_000", "0x10", "NaN", "１", "=", "\u0000"],
        };

        foreach (var value in values)
            ShouldBeRefused(await DemoRun.Of(command, option, value)).Should().StartWith($"error: {option}");
        ShouldBeRefused(await DemoRun.Of(command, option)).Should().StartWith($"error: {option} needs a value: ");
    }

    [Fact]
    public async Task File_AfterTwoHyphens_MayHaveAnyName()
    {
        var run = await DemoRun.Of("train", "--", "--resme");

        ShouldBeRefused(run).Should().Be("error: FILE '--resme' cannot be read: there is no such file.");
    }

    [Theory]
    [InlineData("train", "it is a folder.")]
    [InlineData("fleet", "it is a folder.")]
    public async Task File_ThatIsAFolder_IsCalledOne(string line, string problem)
    {
        var folder = Path.GetDirectoryName(_folder.Path("x"))!;

        var run = await DemoRun.Of([.. line.Split(' '), folder]);

        ShouldBeRefused(run).Should().Be($"error: FILE '{folder}' cannot be read: {problem}");
    }

    private static string ShouldBeRefused(DemoRun run)
    {
        run.ExitCode.Should().Be(2);
        run.Output.Should().BeEmpty("nothing has begun");
        var lines = run.Error.Replace("Try --help.", "", StringComparison.Ordinal).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        lines.Should().ContainSingle("there is one mistake").Which.Should().StartWith("error: ")
            .And.NotContainAny("System.", "Nullable", "Exception", "Parameter", "   at ");
        return lines[0];
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("train --help")]
    [InlineData("fleet --help")]
    [InlineData("agent --help")]
    public async Task Help_OfEveryCommand_NamesTheExitCodes(string line)
    {
        var run = await DemoRun.Of(line.Split(' '));

        run.ExitCode.Should().Be(0);
        run.Output.Should().ContainAll("Exit codes:", "stopped by the budget", "--require-fit", "130");
    }
}
